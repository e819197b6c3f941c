using System.Globalization;
using Ccsp.Contracts;
using Ccsp.Gateway.Storage;
using SQLitePCL;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>Queue-wide numbers; written once per batch when changed.</summary>
internal sealed class MetaTable(sqlite3 db) : IDisposable
{
    private readonly SqliteStatement _find = new(db, "SELECT value FROM meta WHERE name = ?1");
    private readonly SqliteStatement _put = new(db, "INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2");
    private readonly double[] _virtualTime = new double[EnumNames<Priority>.All.Count];
    private (long LastEvent, long Claims) _written;
    private double[] _writtenTime = [];

    /// <summary>The number of the latest event.</summary>
    public long LastEvent { get; set; }

    /// <summary>Claims made; decides when a non-urgent task goes first.</summary>
    public long Claims { get; set; }

    /// <summary>The epoch of all tokens issued since the store was opened.</summary>
    public ulong Epoch { get; private set; }

    public double VirtualTime(Priority priorityClass) => _virtualTime[(int)priorityClass];

    public void SetVirtualTime(Priority priorityClass, double value) => _virtualTime[(int)priorityClass] = value;

    public void Load()
    {
        LastEvent = Find("last_event");
        Claims = Find("claims");
        Epoch = (ulong)Find("epoch");
        foreach (var priorityClass in Enum.GetValues<Priority>())
            _virtualTime[(int)priorityClass] = _find.Bind(1, NameOf((int)priorityClass)).Step() ? Take() : 0;
        _written = (LastEvent, Claims);
        _writtenTime = [.. _virtualTime];

        double Take()
        {
            var value = _find.Double(0);
            _find.Reset();
            return value;
        }
    }

    /// <summary>Raised once per open, in its own transaction, so that tokens of an earlier process never match.</summary>
    public void RaiseEpoch()
    {
        Epoch = (ulong)Find("epoch") + 1;
        _put.Bind(1, "epoch").Bind(2, (long)Epoch).Run();
    }

    /// <summary>Takes over the numbers of another store.</summary>
    public void Restore(long lastEvent, long claims, ulong epoch, IReadOnlyList<double> virtualTimes)
    {
        (LastEvent, Claims, Epoch) = (lastEvent, claims, epoch);
        _put.Bind(1, "epoch").Bind(2, (long)epoch).Run();
        for (var i = 0; i < virtualTimes.Count; i++)
            _virtualTime[i] = virtualTimes[i];
    }

    public void Flush()
    {
        if (_written.LastEvent != LastEvent)
            _put.Bind(1, "last_event").Bind(2, LastEvent).Run();
        if (_written.Claims != Claims)
            _put.Bind(1, "claims").Bind(2, Claims).Run();
        for (var i = 0; i < _virtualTime.Length; i++)
        {
            if (_writtenTime[i] != _virtualTime[i])
                _put.Bind(1, NameOf(i)).Bind(2, _virtualTime[i]).Run();
            _writtenTime[i] = _virtualTime[i];
        }

        _written = (LastEvent, Claims);
    }

    public void Dispose()
    {
        _find.Dispose();
        _put.Dispose();
    }

    private static string NameOf(int priorityClass) => "virtual_time." + priorityClass.ToString(CultureInfo.InvariantCulture);

    private long Find(string name)
    {
        if (!_find.Bind(1, name).Step())
            return 0;
        var value = _find.Long(0);
        _find.Reset();
        return value;
    }
}
