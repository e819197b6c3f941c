using System.Globalization;
using Ccsp.Contracts;
using Ccsp.Gateway.Notifications.Store;

namespace Ccsp.Gateway.Notifications.GitHub;

/// <summary>
/// Issues with a life: opened once per key, commented on at the next failure, watched until someone closes them, verified, reopened when
/// the trouble is still there. Calls return when the wish is on disk; GitHub is asked later and as often as it takes, by
/// <see cref="GithubChannel"/>, and is watched by <see cref="IssueWatch"/>. Nothing here ever throws because of GitHub.
/// </summary>
internal sealed class IssueTracker(Outbox outbox, IssueStore issueStore, TimeProvider time, bool isConfigured)
{
    /// <summary>What the outbox holds beside notices.</summary>
    internal const string Open = "issue.open", Comment = "issue.comment", Close = "issue.close", Reopen = "issue.reopen";

    internal const string LabelsField = "labels";

    /// <summary>Whether there is a repository to open issues in; without one every call does nothing.</summary>
    public bool IsConfigured => isConfigured;

    /// <summary>Opens the issue of a key, or comments on it when it is open. Repeating the call with the same occurrence changes
    /// nothing.</summary>
    public Task OpenAsync(NewIssue newIssue, CancellationToken cancellationToken) =>
        WishAsync(Open, newIssue.Key, newIssue.Occurrence, newIssue.Title, newIssue.Body, string.Join(',', newIssue.Labels),
        cancellationToken);

    /// <summary>Comments on the open issue of a key; does nothing where none is open.</summary>
    /// <param name="occurrence">See <see cref="NewIssue"/>.</param>
    public Task CommentAsync(string key, string occurrence, string comment, CancellationToken cancellationToken) =>
        WishAsync(Comment, key, occurrence, "", comment, "", cancellationToken);

    /// <summary>Closes the issue with a comment, when the trouble ended by other means; does nothing where none is open.</summary>
    /// <param name="occurrence">See <see cref="NewIssue"/>.</param>
    public Task CloseAsync(string key, string occurrence, string comment, CancellationToken cancellationToken) =>
        WishAsync(Close, key, occurrence, "", comment, "", cancellationToken);

    /// <summary>The number of the open issue; null where none is open or GitHub has not been reached yet.</summary>
    public async Task<int?> NumberAsync(string key, CancellationToken cancellationToken) =>
        (await issueStore.FindAsync(key, cancellationToken))?.Number;

    /// <summary>Opens a closed issue again with a comment.</summary>
    internal Task ReopenAsync(TrackedIssue issue, string? closedAt, CancellationToken cancellationToken) => WishAsync(
        Reopen, issue.Key, string.Create(CultureInfo.InvariantCulture, $"{issue.Number} {closedAt}"), "",
        "The issue was closed, but a check shows that the trouble is still there. It is open again; please look once more.", "",
            cancellationToken);

    private Task WishAsync(string action, string key, string occurrence, string title, string text, string labels,
        CancellationToken cancellationToken) => !isConfigured
        ? Task.CompletedTask
        : outbox.AddAsync(
            ChannelNames.Github,
            new Notice
            {
                Key = $"{action} {key} {occurrence}",
                Kind = action,
                Topic = key,
                Severity = Severity.Critical,
                Resolves = action == Close,
                Title = title,
                Body = text,
                At = time.GetUtcNow(),
                Fields = new Dictionary<string, string>(StringComparer.Ordinal) { [LabelsField] = labels },
            },
            time.GetUtcNow(),
            cancellationToken);
}
