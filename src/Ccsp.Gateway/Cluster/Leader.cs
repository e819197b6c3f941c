using System.Diagnostics;
using Ccsp.Gateway.Storage.Redis;

namespace Ccsp.Gateway.Cluster;

/// <summary>
/// Whether this instance does what one instance does for all: the sweep, the watch over logins, notifications. With an embedded store it
/// always does. In a shared store it holds a lease; the work itself is safe when two believe for a moment that they lead, because each of
/// its steps is one commit that rests on what it saw.
/// </summary>
/// <param name="link">Null: there is nobody else.</param>
/// <param name="instanceId">Who asks.</param>
internal sealed partial class Leader(RedisLink? link, string instanceId, ILogger<Leader> log)
{
    /// <summary>Shorter than leases of runs last, so that there is a leader again to take these over in time.</summary>
    private static readonly TimeSpan ValidFor = TimeSpan.FromSeconds(10);

    /// <summary>What the clocks of two machines may run apart in that time, and more.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    private static readonly RedisScript Script = RedisScript.Load("lead");

    private long? _heldSince;

    /// <summary>Which time it is that this instance leads; another may have led between two of them.</summary>
    public long Term { get; private set; }

    public static TimeSpan Every { get; } = TimeSpan.FromSeconds(3);

    /// <summary>Reckoned from when the lease was last asked for.</summary>
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
