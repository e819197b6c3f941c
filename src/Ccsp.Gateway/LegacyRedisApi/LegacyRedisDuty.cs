using Ccsp.Contracts;
using Ccsp.Gateway.Cluster;
using Ccsp.Gateway.Events;

namespace Ccsp.Gateway.LegacyRedisApi;

/// <summary>
/// Main loop of the legacy Redis API: takes new messages and answers ended tasks. Waiting on lists would block the shared connection, so
/// they are polled ten times a second, as often as these clients poll theirs.
/// </summary>
internal sealed partial class LegacyRedisDuty(LegacySubmitter submitter, LegacyAnswerDuty answers, EventHub hub, Leader leader,
    TimeProvider time, ILogger<LegacyRedisDuty> log) : BackgroundService
{
    private const int EventBuffer = 4_096;

    /// <summary>More pending tasks than this are cheaper to process by scanning all open requests.</summary>
    private const int MostDue = 10_000;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan FullScanInterval = TimeSpan.FromSeconds(10);

    /// <summary>Events after which a task may have an answer; a closed gate affects all waiting tasks.</summary>
    private static readonly IReadOnlySet<string> News = new HashSet<string>(StringComparer.Ordinal)
    {
        EventTypes.TaskCompleted, EventTypes.TaskFailed, EventTypes.TaskCancelled, EventTypes.TaskExpired, EventTypes.TaskRequeued,
            EventTypes.GateClosed,
    };

    /// <summary>Tasks to check; kept until that succeeded.</summary>
    private readonly HashSet<string> _due = new(StringComparer.Ordinal);

    private DateTimeOffset _lastFullScan;
    private bool _inTrouble;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var news = hub.SubscribeTo(News, EventBuffer);
        using var timer = new PeriodicTimer(PollInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await RunOnceAsync(news, stoppingToken);
                    if (_inTrouble)
                        Log.Mended(log);
                    _inTrouble = false;
                }
                catch (Exception ex) when (ex is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
                {
                    // After a failure, take the messages in progress again.
                    if (!_inTrouble)
                        Log.Failed(log, ex);
                    _inTrouble = true;
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The gateway is stopping.
        }
    }

    private async Task RunOnceAsync(Subscription news, CancellationToken cancellationToken)
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
        if (!leader.Leads || time.GetUtcNow() - _lastFullScan < FullScanInterval)
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
