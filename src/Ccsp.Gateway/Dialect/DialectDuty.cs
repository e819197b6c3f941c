using Ccsp.Contracts;
using Ccsp.Gateway.Cluster;
using Ccsp.Gateway.Events;

namespace Ccsp.Gateway.Dialect;

/// <summary>
/// The loop of the older clients' lists: takes what came, answers what ended. Lists cannot be waited for without blocking the connection all share,
/// so they are looked at ten times a second, as often as these clients look at theirs.
/// </summary>
internal sealed partial class DialectDuty(DialectIntake intake, DialectAnswers answers, EventHub hub, Leader leader, TimeProvider time, ILogger<DialectDuty> log) : BackgroundService
{
    private const int Heard = 4_096;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LookAtAllEvery = TimeSpan.FromSeconds(10);

    private static readonly IReadOnlySet<string> Ends = new HashSet<string>(StringComparer.Ordinal)
    {
        EventTypes.TaskCompleted, EventTypes.TaskFailed, EventTypes.TaskCancelled, EventTypes.TaskExpired,
    };

    private DateTimeOffset lookedAtAll;
    private bool inTrouble;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ended = hub.SubscribeTo(Ends, Heard);
        using var timer = new PeriodicTimer(LookEvery, time);
        try
        {
            var recovered = false;
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    if (!recovered)
                        await intake.RecoverAsync(stoppingToken);
                    recovered = true;
                    await LookAsync(ended, stoppingToken);
                    inTrouble = false;
                }
                catch (Exception problem) when (problem is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
                {
                    if (!inTrouble)
                        Log.Failed(log, problem);
                    // What was being taken is taken again.
                    (inTrouble, recovered) = (true, false);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The gateway goes away.
        }
    }

    private async Task LookAsync(Subscription ended, CancellationToken stop)
    {
        while (await intake.TakeAsync(stop))
        {
        }

        List<string> ids = [];
        while (ended.Events.TryRead(out var one))
            ids.Add(one.TaskId!);
        await answers.GiveAsync(ids, stop);
        if (!leader.Leads || time.GetUtcNow() - lookedAtAll < LookAtAllEvery)
            return;
        lookedAtAll = time.GetUtcNow();
        await intake.RecoverOthersAsync(stop);
        await answers.GiveAllAsync(stop);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The lists of older clients could not be served this time")]
        public static partial void Failed(ILogger log, Exception problem);
    }
}
