using System.Diagnostics;
using Ccsp.Gateway.Storage.Redis;

namespace Ccsp.Gateway.Cluster;

/// <summary>
/// Whether this instance leads. With an embedded store it always does; in a shared store it holds a lease. The leader's work is safe when
/// two instances briefly believe they lead, because each step is a guarded commit.
/// </summary>
/// <param name="link">Null: there is only one instance.</param>
/// <param name="instanceId">Who asks.</param>
internal sealed partial class Leader(RedisLink? link, string instanceId, ILogger<Leader> log)
{
    /// <summary>Shorter than run leases, so that a new leader takes those over in time.</summary>
    private static readonly TimeSpan ValidFor = TimeSpan.FromSeconds(10);

    /// <summary>More than two machines' clocks drift apart in that time.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    private static readonly RedisScript Script = RedisScript.Load("lead");

    private long? _heldSince;

    /// <summary>Counts this instance's terms; another may have led in between.</summary>
    public long Term { get; private set; }

    public static TimeSpan Every { get; } = TimeSpan.FromSeconds(3);

    /// <summary>Measured from the last request of the lease.</summary>
    public bool Leads => link is null || (_heldSince is { } since && Stopwatch.GetElapsedTime(since) < ValidFor - Margin);

    public async Task RunOnceAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (link is null)
            return;
        var (led, asked) = (Leads, Stopwatch.GetTimestamp());
        var holds = (int)await link.RunAsync(Script, [$"{{ccsp:{link.Options.Name}:0}}:leader"],
            [instanceId, (long)ValidFor.TotalMilliseconds], cancellationToken) == 1;
        if (holds && !led)
            Term++;
        _heldSince = holds ? asked : null;
        if (holds && !led)
            Log.Leads(log);
        if (!holds && led)
            Log.Follows(log);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "This instance leads.")]
        public static partial void Leads(ILogger log);

        [LoggerMessage(Level = LogLevel.Information, Message = "Another instance leads.")]
        public static partial void Follows(ILogger log);
    }
}
