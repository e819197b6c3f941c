using Ccsp.Gateway.Notifications.Delivery;
using Ccsp.Gateway.Notifications.Peers;
using Ccsp.Gateway.Notifications.Store;

namespace Ccsp.Gateway.Notifications.GitHub;

/// <summary>
/// Polls our open issues until they are closed, then verifies the problem: if it persists, the issue is reopened with a comment; otherwise
/// it is forgotten. A closing is recorded only after it was handled, so a crash in between repeats the verification.
/// </summary>
internal sealed partial class IssueWatch(GithubApi api, IssueStore issueStore, IssueTracker tracker, Outbox outbox,
    StillBroken stillBroken,
    ILogger<IssueWatch> log)
{
    public static TimeSpan Every { get; } = TimeSpan.FromSeconds(1);

    public async Task RunOnceAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var issues = (await issueStore.AllAsync(cancellationToken)).Where(issue => issue.NextAt <= now).ToList();
        if (issues.Count == 0 || (await outbox.HealthAsync(cancellationToken)).GetValueOrDefault(ChannelNames.Github)?.PausedUntil > now)
            return;
        foreach (var issue in issues)
        {
            // Pending comments, closings and openings go first; they determine the issue's state.
            if (!await outbox.IsBusyAsync(ChannelNames.Github, issue.Key, cancellationToken)
                && !await PollAsync(issue, now, cancellationToken))
                return;
        }
    }

    /// <returns>False when GitHub cannot be reached now.</returns>
    private async Task<bool> PollAsync(TrackedIssue issue, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var next = issue with { PolledAt = now, NextAt = now + api.Poll };
        try
        {
            switch (await api.PollAsync(issue.Number, issue.ETag, cancellationToken))
            {
                case IssueObservation.Gone:
                    Log.Gone(log, issue.Number, issue.Key);
                    await issueStore.ReplaceAsync(issue, null, cancellationToken);
                    break;
                case IssueObservation.Seen { Issue.State: "closed" } seen:
                    await VerifyAsync(issue, next, seen.Issue.ClosedAt, cancellationToken);
                    break;
                case IssueObservation.Seen seen:
                    await issueStore.ReplaceAsync(issue, next with { ETag = seen.ETag }, cancellationToken);
                    break;
                default:
                    await issueStore.ReplaceAsync(issue, next, cancellationToken);
                    break;
            }

            return true;
        }
        catch (PeerFailure ex)
        {
            await outbox.NoteAsync(ChannelNames.Github, DeliveryOutcome.Of(ex), now, cancellationToken);
            await issueStore.ReplaceAsync(issue,
                next with { ETag = issue.ETag, PolledAt = issue.PolledAt, NextAt = ex.NotBefore ?? next.NextAt }, cancellationToken);
            return false;
        }
    }

    private async Task VerifyAsync(TrackedIssue seen, TrackedIssue closed, string? closedAt, CancellationToken cancellationToken)
    {
        bool isBroken;
        try
        {
            isBroken = await stillBroken(closed.Key, cancellationToken);
        }
        catch (Exception ex) when (ex is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.NotVerified(log, ex, closed.Number, closed.Key);
            await issueStore.ReplaceAsync(seen, closed with { ETag = null }, cancellationToken);
            return;
        }

        Log.Closed(log, closed.Number, closed.Key, isBroken);
        if (!isBroken)
        {
            await issueStore.ReplaceAsync(seen, null, cancellationToken);
            return;
        }

        await tracker.ReopenAsync(closed, closedAt, cancellationToken);
        await issueStore.ReplaceAsync(seen, closed with { ETag = null }, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Issue {Number} of {Key} was deleted; it is not watched any more")]
        public static partial void Gone(ILogger log, int number, string key);

        [LoggerMessage(Level = LogLevel.Information, Message = "Issue {Number} of {Key} was closed; still broken: {Broken}")]
        public static partial void Closed(ILogger log, int number, string key, bool broken);

        [LoggerMessage(Level = LogLevel.Error, Message = "Issue {Number} of {Key} was closed, and whether rightly could not be found out")]
        public static partial void NotVerified(ILogger log, Exception problem, int number, string key);
    }
}
