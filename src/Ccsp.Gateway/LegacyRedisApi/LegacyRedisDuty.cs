using Ccsp.Contracts;
using Ccsp.Gateway.Cluster;
using Ccsp.Gateway.Events;

namespace Ccsp.Gateway.LegacyRedisApi;

/// <summary>
/// The loop of the older clients' lists: takes what came, answers what ended. Lists cannot be waited for without blocking the connection
/// all share, so they are looked at ten times a second, as often as these clients look at theirs.
/// </summary>
internal sealed partial class LegacyRedisDuty(LegacySubmitter submitter, LegacyAnswerDuty answers, EventHub hub, Leader leader,
    TimeProvider time, ILogger<LegacyRedisDuty> log) : BackgroundService
{
    private const int Heard = 4_096;

    /// <summary>What could not be looked at for so long that it is quicker to look at all.</summary>
    private const int MostDue = 10_000;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LookAtAllEvery = TimeSpan.FromSeconds(10);

    /// <summary>After which a task may have an answer; a gate that closes concerns all that wait.</summary>
    private static readonly IReadOnlySet<string> News = new HashSet<string>(StringComparer.Ordinal)
    {
        EventTypes.TaskCompleted, EventTypes.TaskFailed, EventTypes.TaskCancelled, EventTypes.TaskExpired, EventTypes.TaskRequeued,
            EventTypes.GateClosed,
    };

    /// <summary>Tasks to look at; kept until that was done.</summary>
    private readonly HashSet<string> _due = new(StringComparer.Ordinal);

    private DateTimeOffset _lastFullScan;
    private bool _inTrouble;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var news = hub.SubscribeTo(News, Heard);
        using var timer = new PeriodicTimer(LookEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await LookAsync(news, stoppingToken);
                    if (_inTrouble)
                        Log.Mended(log);
                    _inTrouble = false;
                }
                catch (Exception ex) when (ex is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
                {
                    // What was being taken is taken again.
                    if (!_inTrouble)
                        Log.Failed(log, ex);
                    _inTrouble = true;
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The gateway goes away.
        }
    }

    private async Task LookAsync(Subscription news, CancellationToken cancellationToken)
    {
        _due.UnionWith(await submitter.TakeAsync(cancellationToken));
        while (news.Events.TryRead(out var storedEvent))
        {
            if (storedEvent.TaskId is { } task)
                _due.Add(task);
            else
                _lastFullScan = default;
        }

        if (_due.Count > MostDue)
        {
            _due.Clear();
            _lastFullScan = default;
        }

        await answers.GiveAsync(_due, cancellationToken);
        _due.Clear();
        if (!leader.Leads || time.GetUtcNow() - _lastFullScan < LookAtAllEvery)
            return;
        await submitter.RecoverOthersAsync(cancellationToken);
        await answers.GiveAllAsync(cancellationToken);
        _lastFullScan = time.GetUtcNow();
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The lists of older clients cannot be served; trying again")]
        public static partial void Failed(ILogger log, Exception exception);

        [LoggerMessage(Level = LogLevel.Information, Message = "The lists of older clients are served again")]
        public static partial void Mended(ILogger log);
    }
}
