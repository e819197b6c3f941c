using System.Threading.Channels;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Redis;

namespace Ccsp.Gateway.Cluster;

/// <summary>
/// Whether this instance leads. With an embedded store it always does; in a shared store it holds a lease.
/// </summary>
/// <param name="link">Null: there is only one instance.</param>
/// <param name="instanceId">Who asks.</param>
/// <param name="time">Measures the lease.</param>
internal sealed partial class Leader(RedisLink? link, string instanceId, TimeProvider time, ILogger<Leader> log) : IDisposable
{
    /// <summary>Shorter than run leases, so that a new leader takes those over in time.</summary>
    private static readonly TimeSpan ValidFor = TimeSpan.FromSeconds(10);

    /// <summary>More than two machines' clocks drift apart in that time; and what a leader does has so long to end.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    /// <summary>A store that does not answer must not delay a shutdown; the lease runs out by itself.</summary>
    private static readonly TimeSpan LeavePatience = TimeSpan.FromSeconds(1);

    private static readonly RedisScript Script = RedisScript.Load("lead");

    /// <summary>A term that ended before anybody began to work in it is of no use.</summary>
    private readonly Channel<LeaderTerm> _terms =
        Channel.CreateBounded<LeaderTerm>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

    private LeaderTerm? _term;

    public static TimeSpan Every { get; } = TimeSpan.FromSeconds(3);

    public bool Leads => Volatile.Read(ref _term) is { HasEnded: false };

    /// <summary>The terms of this instance, as each begins. For one reader.</summary>
    public ChannelReader<LeaderTerm> Terms => _terms.Reader;

    public async Task RunOnceAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (link is null)
        {
            if (_term is null)
                Begin(new LeaderTerm(null, time));
            return;
        }

        var (led, asked) = (Leads ? _term!.Number : null, time.GetTimestamp());
        var number = await AskAsync(link, ValidFor, led ?? 0, cancellationToken);
        if (number == 0)
        {
            if (led is not null)
                Log.Follows(log);
            _term?.End();
            return;
        }

        if (number != led)
        {
            Begin(new LeaderTerm(number, time));
            Log.Leads(log, number);
        }

        _term!.Extend(asked, ValidFor - Margin);
    }

    /// <summary>Whoever holds the lease now; null while nobody does.</summary>
    /// <exception cref="StoreUnavailable">The store that knows it was unreachable.</exception>
    public async Task<string?> HolderAsync(CancellationToken cancellationToken) =>
        link is null ? instanceId : await link.ReadAsync(db => db.StringGetAsync(Keys(link).Leader), cancellationToken);

    /// <summary>Gives the lease back before a planned shutdown, so that another instance leads at once.</summary>
    public async Task LeaveAsync()
    {
        if (link is null || !Leads)
            return;
        var led = _term!.Number!.Value;
        _term.End();
        using var patience = new CancellationTokenSource(LeavePatience, time);
        try
        {
            await AskAsync(link, TimeSpan.Zero, led, patience.Token);
        }
        catch (Exception ex) when (ex is OperationCanceledException or IOException)
        {
            Log.NotLeft(log, ex.Message);
        }
    }

    public void Dispose() => _term?.Dispose();

    /// <returns>The term; 0 when somebody else leads.</returns>
    private async Task<long> AskAsync(RedisLink store, TimeSpan validFor, long term, CancellationToken cancellationToken)
    {
        var keys = Keys(store);
        return (long)await store.RunAsync(Script, [keys.Leader, keys.Meta], [instanceId, (long)validFor.TotalMilliseconds, term],
            cancellationToken);
    }

    private static QueueKeys Keys(RedisLink store) => new(store.Options.Name, store.Options.Shards);

    private void Begin(LeaderTerm term)
    {
        _term?.Dispose();
        Volatile.Write(ref _term, term);
        _terms.Writer.TryWrite(term);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "This instance leads, in term {Term}.")]
        public static partial void Leads(ILogger log, long term);

        [LoggerMessage(Level = LogLevel.Information, Message = "Another instance leads.")]
        public static partial void Follows(ILogger log);

        [LoggerMessage(Level = LogLevel.Warning,
            Message = "The lease of the leader could not be given back and runs out by itself: {Reason}")]
        public static partial void NotLeft(ILogger log, string reason);
    }
}
