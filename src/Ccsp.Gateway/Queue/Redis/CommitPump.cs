using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// Groups waiting batches into one script call. At most two calls are in flight, so that the server works while this process reads the
/// previous reply.
/// </summary>
internal sealed class CommitPump : IAsyncDisposable
{
    /// <summary>Arguments per call; more would block the server for milliseconds.</summary>
    private const int BatchSize = 20_000;

    private const int UnderWay = 2;

    /// <summary>Longer than a call is retried.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(15);

    /// <summary>Replies in place of outcomes; see <c>commit.lua</c>.</summary>
    private const string NewLife = "life";

    private static readonly RedisScript Script = RedisScript.Load("commit");

    private readonly Channel<Waiting> _batches =
        Channel.CreateBounded<Waiting>(new BoundedChannelOptions(8_192) { FullMode = BoundedChannelFullMode.Wait });
    private readonly CancellationTokenSource _closing = new();
    private readonly RedisLink _link;
    private readonly QueueKeys _keys;
    private readonly Feed _feed;
    private readonly RedisClock _clock;
    private readonly bool _toReplica;
    private readonly Action _wentBack;
    private readonly Task[] _senders;
    private volatile string _life;

    /// <param name="toReplica">Whether a commit waits for a replica to acknowledge.</param>
    /// <param name="life">The store's life id when it was opened.</param>
    /// <param name="wentBack">Called when the server lost writes this process may have seen.</param>
    public CommitPump(RedisLink link, QueueKeys keys, Feed feed, RedisClock clock, bool toReplica, string life, Action wentBack)
    {
        (_toReplica, _life, _wentBack) = (toReplica, life, wentBack);
        _link = link;
        _keys = keys;
        _feed = feed;
        _clock = clock;
        _senders = [.. Enumerable.Range(0, UnderWay).Select(_ => Task.Run(SendAsync))];
    }

    /// <param name="batch">Must not be reused.</param>
    /// <param name="cancellationToken">Withdraws a batch that waits for a place; one that is being sent completes.</param>
    /// <exception cref="LeaderTermEnded">Nothing happened; the flow works in a term of this leader that is over.</exception>
    /// <exception cref="StorageFull">Nothing happened; the server has no memory left.</exception>
    /// <exception cref="StoreUnavailable">The server could not be reached in time; whether it happened is unknown.</exception>
    public async Task<Commit> CommitAsync(GuardedBatch batch, string? failpoint, CancellationToken cancellationToken)
    {
        var term = LeaderTerm.Current;
        if (term?.Number is { } number)
            batch.Same(_keys.Meta, QueueKeys.Term, number, GuardKind.Term);
        Failpoints.Hit(failpoint, Failpoints.BeforeApply);
        var waiting = new Waiting(batch);
        try
        {
            if (!_batches.Writer.TryWrite(waiting))
                await _batches.Writer.WriteAsync(waiting, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new StoreUnavailable("The store is closed.");
        }

        var commit = await waiting.Answer.Task;
        if (commit.Refused == GuardKind.Term)
        {
            term!.End();
            throw new LeaderTermEnded(term);
        }

        Failpoints.Hit(failpoint, Failpoints.AfterCommit);
        return commit;
    }

    /// <summary>Flushes what waits, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _batches.Writer.TryComplete();
        await Task.WhenAll(_senders);
        _closing.Dispose();
    }

    private async Task SendAsync()
    {
        List<Waiting> batch = [];
        while (await _batches.Reader.WaitToReadAsync())
        {
            batch.Clear();
            for (var size = 0; size < BatchSize && _batches.Reader.TryRead(out var next); size += next.Batch.Size)
                batch.Add(next);
            if (batch.Count > 0)
                await SendAsync(batch);
        }
    }

    private async Task SendAsync(List<Waiting> batch)
    {
        try
        {
            var known = _life;
            var (names, arguments) = Written(batch, known);
            var sent = Stopwatch.GetTimestamp();
            var reply = ((string)(await _link.RunAsync(Script, names, arguments, _closing.Token))!).Split(' ');
            _link.Condition.Wrote();
            _clock.Update(Milliseconds.Time(long.Parse(reply[0], CultureInfo.InvariantCulture)), Stopwatch.GetElapsedTime(sent));
            if (_toReplica)
                await _link.ReplicatedAsync(names[1], Remembered, _closing.Token);
            if (reply[1] == NewLife)
                BeginAgain(batch, known, reply[2]);
            else
                Answer(batch, reply[1..]);
        }
        catch (Exception ex)
        {
            foreach (var waiting in batch)
                waiting.Answer.TrySetException(ex);
        }
    }

    private (RedisKey[] Names, RedisValue[] Arguments) Written(List<Waiting> batch, string known)
    {
        List<RedisKey> names =
        [
            _keys.Meta, _keys.Reply(Guid.NewGuid().ToString("N")), _keys.Feed, _keys.Finish, _keys.Backlog,
            _keys.Lanes, _keys.Parked, _keys.ParkedGates, _keys.ParkedGateTimes, _keys.Woken,
        ];
        var numbers = new Dictionary<RedisKey, int>();
        List<RedisValue> arguments = [(long)Remembered.TotalMilliseconds, _feed.Channel, _feed.Origin, _feed.LastSeq, known];
        foreach (var waiting in batch)
            waiting.Batch.AppendTo(arguments, NumberOf, _keys.Depth);
        return ([.. names], [.. arguments]);

        int NumberOf(RedisKey name)
        {
            if (!numbers.TryGetValue(name, out var number))
            {
                names.Add(name);
                numbers[name] = number = names.Count;
            }

            return number;
        }
    }

    /// <summary>Invalidates everything cached: the server went back in time.</summary>
    private void BeginAgain(List<Waiting> batch, string known, string begun)
    {
        // The other call in flight may have reported it first.
        if (Interlocked.CompareExchange(ref _life, begun, known) == known)
            _wentBack();
        foreach (var waiting in batch)
            waiting.Answer.TrySetResult(new Commit(GuardKind.Life));
    }

    /// <summary>Publishes events before any caller is answered.</summary>
    private void Answer(List<Waiting> batch, string[] outcomes)
    {
        List<StoredEvent> published = [];
        for (var i = 0; i < outcomes.Length; i++)
        {
            var first = long.Parse(outcomes[i], CultureInfo.InvariantCulture);
            if (first > 0)
                published.AddRange(batch[i].Batch.Events.Select((storedEvent, n) => storedEvent with { Seq = first + n }));
        }

        _feed.Committed(published);
        for (var i = 0; i < outcomes.Length; i++)
        {
            var outcome = long.Parse(outcomes[i], CultureInfo.InvariantCulture);
            batch[i].Answer.TrySetResult(new Commit(outcome > 0 ? null : batch[i].Batch.KindOf((int)-outcome)));
        }
    }

    private sealed record Waiting(GuardedBatch Batch)
    {
        public TaskCompletionSource<Commit> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
