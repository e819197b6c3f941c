using System.Globalization;
using Ccsp.Contracts;
using Ccsp.Gateway.Storage;
using SQLitePCL;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>The few numbers of the whole queue; written once per batch when they changed.</summary>
internal sealed class MetaTable(sqlite3 db) : IDisposable
{
    private readonly SqliteStatement find = new(db, "SELECT value FROM meta WHERE name = ?1");
    private readonly SqliteStatement put = new(db, "INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2");
    private readonly double[] virtualTime = new double[Words<Priority>.All.Count];
    private (long LastEvent, long Claims) written;
    private double[] writtenTime = [];

    /// <summary>The number of the latest event.</summary>
    public long LastEvent { get; set; }

    /// <summary>Claims ever made; decides when the best task that is not urgent goes first.</summary>
    public long Claims { get; set; }

    /// <summary>Of all tokens given since the store was opened.</summary>
    public ulong Epoch { get; private set; }

    public double VirtualTime(Priority inClass) => virtualTime[(int)inClass];

    public void SetVirtualTime(Priority inClass, double value) => virtualTime[(int)inClass] = value;

    public void Load()
    {
        LastEvent = Find("last_event");
        Claims = Find("claims");
        Epoch = (ulong)Find("epoch");
        foreach (var inClass in Enum.GetValues<Priority>())
            virtualTime[(int)inClass] = find.Bind(1, NameOf((int)inClass)).Step() ? Take() : 0;
        written = (LastEvent, Claims);
        writtenTime = [.. virtualTime];

        double Take()
        {
            var value = find.Double(0);
            find.Reset();
            return value;
        }
    }

    /// <summary>Once per open, in a transaction of its own: a token of an earlier life is never equal to one of this life.</summary>
    public void RaiseEpoch()
    {
        Epoch = (ulong)Find("epoch") + 1;
        put.Bind(1, "epoch").Bind(2, (long)Epoch).Run();
    }

    /// <summary>The numbers of another store; they are written with the batch.</summary>
    public void Restore(long lastEvent, long claims, ulong epoch, IReadOnlyList<double> virtualTimes)
    {
        (LastEvent, Claims, Epoch) = (lastEvent, claims, epoch);
        put.Bind(1, "epoch").Bind(2, (long)epoch).Run();
        for (var i = 0; i < virtualTimes.Count; i++)
            virtualTime[i] = virtualTimes[i];
    }

    public void Flush()
    {
        if (written.LastEvent != LastEvent)
            put.Bind(1, "last_event").Bind(2, LastEvent).Run();
        if (written.Claims != Claims)
            put.Bind(1, "claims").Bind(2, Claims).Run();
        for (var i = 0; i < virtualTime.Length; i++)
        {
            if (writtenTime[i] != virtualTime[i])
                put.Bind(1, NameOf(i)).Bind(2, virtualTime[i]).Run();
            writtenTime[i] = virtualTime[i];
        }

        written = (LastEvent, Claims);
    }

    public void Dispose()
    {
        find.Dispose();
        put.Dispose();
    }

    private static string NameOf(int inClass) => "virtual_time." + inClass.ToString(CultureInfo.InvariantCulture);

    private long Find(string name)
    {
        if (!find.Bind(1, name).Step())
            return 0;
        var value = find.Long(0);
        find.Reset();
        return value;
    }
}
