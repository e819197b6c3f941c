using Ccsp.Gateway.Notifications.Delivery;
using Ccsp.Gateway.Notifications.Store;

namespace Ccsp.Gateway.Notifications.GitHub;

/// <summary>
/// Delivers outbox entries to GitHub: the issue tracker's operations, and routed notices, whose topic is the issue's key. Whatever may have
/// reached GitHub before a crash is found by its marker and not repeated.
/// </summary>
internal sealed class GithubChannel(GithubApi api, IssueStore issueStore) : IChannel
{
    private const string OpenState = "open", ClosedState = "closed";

    public string Name => ChannelNames.Github;

    /// <summary>GitHub asks clients to send one request at a time.</summary>
    public int Concurrency => 1;

    public async Task<DeliveryOutcome.Sent> SendAsync(OutboxEntry entry, DateTimeOffset now, CancellationToken cancellationToken) =>
        new(await DoAsync(entry, now, cancellationToken));

    private Task<string> DoAsync(OutboxEntry entry, DateTimeOffset now, CancellationToken cancellationToken) => entry.Notice.Kind switch
    {
        IssueTracker.Comment => CommentAsync(entry, cancellationToken),
        IssueTracker.Reopen => ReopenAsync(entry, now, cancellationToken),
        NoticeKinds.Test => TestAsync(entry, cancellationToken),
        _ => entry.Notice.Resolves ? CloseAsync(entry, cancellationToken) : OpenAsync(entry, now, cancellationToken),
    };

    private async Task<string> OpenAsync(OutboxEntry entry, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var notice = entry.Notice;
        if (await issueStore.FindAsync(notice.Topic, cancellationToken) is { } known)
            return await IsOpenedByAsync(entry, known.Number, cancellationToken) ? $"issue {known.Number} is open"
                : await CommentOnceAsync(known.Number, entry, cancellationToken);

        // Finds also an issue opened just before a crash, or by a gateway whose store is lost.
        if (await api.FindOpenAsync(Marker.OfIssue(notice.Topic), cancellationToken) is { } found)
        {
            await TrackAsync(notice.Topic, found.Number, now, cancellationToken);
            return found.Body!.Contains(Marker.OfNotice(notice.Key), StringComparison.Ordinal) ? $"issue {found.Number} is open"
                : await CommentOnceAsync(found.Number, entry, cancellationToken);
        }

        var labels = notice.Fields.GetValueOrDefault(IssueTracker.LabelsField) ?? "";
        var body = $"{notice.Body}\n\n{Marker.OfIssue(notice.Topic)}\n{Marker.OfNotice(notice.Key)}";
        var made = await api.CreateAsync(new NewGithubIssue(notice.Title, body, labels.Split(',', StringSplitOptions.RemoveEmptyEntries)),
            cancellationToken);
        await TrackAsync(notice.Topic, made.Number, now, cancellationToken);
        return $"opened issue {made.Number}";
    }

    private async Task<string> CommentAsync(OutboxEntry entry, CancellationToken cancellationToken) =>
        await NumberAsync(entry, cancellationToken) is { } number ? await CommentOnceAsync(number, entry, cancellationToken)
        : "no issue is open";

    private async Task<string> CloseAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        if (await NumberAsync(entry, cancellationToken) is not { } number)
            return "no issue is open";
        await CommentOnceAsync(number, entry, cancellationToken);
        await api.SetStateAsync(number, ClosedState, cancellationToken);
        await issueStore.ForgetAsync(entry.Notice.Topic, cancellationToken);
        return $"closed issue {number}";
    }

    private async Task<string> ReopenAsync(OutboxEntry entry, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await issueStore.FindAsync(entry.Notice.Topic, cancellationToken) is not { } issue)
            return "the issue is not watched any more";
        await api.SetStateAsync(issue.Number, OpenState, cancellationToken);
        await CommentOnceAsync(issue.Number, entry, cancellationToken);
        await TrackAsync(issue.Key, issue.Number, now, cancellationToken);
        return $"opened issue {issue.Number} again";
    }

    /// <summary>Opens an issue and closes it at once; only that proves the permission.</summary>
    private async Task<string> TestAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        var made = await api.CreateAsync(new NewGithubIssue(entry.Notice.Title, entry.Notice.Body, []), cancellationToken);
        await api.SetStateAsync(made.Number, ClosedState, cancellationToken);
        return $"opened and closed issue {made.Number}";
    }

    /// <summary>Whether this notification opened it: after a crash between recording the issue and recording the delivery.</summary>
    private async Task<bool> IsOpenedByAsync(OutboxEntry entry, int number, CancellationToken cancellationToken) =>
        entry.Tries > 1 && await api.PollAsync(number, etag: null, cancellationToken) is IssueObservation.Seen seen
        && seen.Issue.Body?.Contains(Marker.OfNotice(entry.Notice.Key), StringComparison.Ordinal) == true;

    private async Task<string> CommentOnceAsync(int number, OutboxEntry entry, CancellationToken cancellationToken)
    {
        var marker = Marker.OfNotice(entry.Notice.Key);
        if (entry.Tries < 2 || !await api.HasCommentAsync(number, marker, entry.CreatedAt, cancellationToken))
            await api.CommentAsync(number, $"{Text(entry.Notice)}\n\n{marker}", cancellationToken);
        return $"commented on issue {number}";
    }

    private static string Text(Notice notice) => notice.Kind.StartsWith("issue.", StringComparison.Ordinal) || notice.Title.Length == 0
        ? notice.Body
        : $"**{notice.Title}**\n\n{notice.Body}";

    private async Task<int?> NumberAsync(OutboxEntry entry, CancellationToken cancellationToken) =>
        (await issueStore.FindAsync(entry.Notice.Topic, cancellationToken))?.Number
        ?? (await api.FindOpenAsync(Marker.OfIssue(entry.Notice.Topic), cancellationToken))?.Number;

    private Task TrackAsync(string key, int number, DateTimeOffset now, CancellationToken cancellationToken) =>
        issueStore.PutAsync(new TrackedIssue(key, number, ETag: null, now, PolledAt: null, now + api.Poll), cancellationToken);
}
