using System.Globalization;
using Ccsp.Contracts;
using Ccsp.Gateway.Notifications.Routing;
using Ccsp.Gateway.Notifications.Store;

namespace Ccsp.Gateway.Notifications.GitHub;

/// <summary>
/// Tracks incidents as issues: opened once per key, commented on at the next failure, watched until a person closes them, verified,
/// reopened if the problem persists. Calls return when the operation is stored; <see cref="GithubChannel"/> delivers it, with retries, and
/// <see cref="IssueWatch"/> watches the issue. No method throws because of GitHub.
/// </summary>
internal sealed class IssueTracker(Outbox outbox, IssueStore issueStore, TimeProvider time, bool isConfigured)
{
    /// <summary>Kinds of outbox entries besides notices.</summary>
    internal const string Open = "issue.open", Comment = "issue.comment", Close = "issue.close", Reopen = "issue.reopen";

    internal const string LabelsField = "labels";

    /// <summary>Whether a repository is configured; without one every call does nothing.</summary>
    public bool IsConfigured => isConfigured;

    /// <summary>Opens the issue of a key, or comments on it when it is open. Idempotent per occurrence.</summary>
    public Task OpenAsync(NewIssue newIssue, CancellationToken cancellationToken) =>
        WishAsync(Open, newIssue.Key, newIssue.Occurrence, newIssue.Title, newIssue.Body, string.Join(',', newIssue.Labels),
        cancellationToken);

    /// <summary>Comments on the open issue of a key; does nothing without one.</summary>
    /// <param name="occurrence">See <see cref="NewIssue"/>.</param>
    public Task CommentAsync(string key, string occurrence, string comment, CancellationToken cancellationToken) =>
        WishAsync(Comment, key, occurrence, "", comment, "", cancellationToken);

    /// <summary>Closes the issue with a comment, when the problem ended by other means; does nothing without an open issue.</summary>
    /// <param name="occurrence">See <see cref="NewIssue"/>.</param>
    public Task CloseAsync(string key, string occurrence, string comment, CancellationToken cancellationToken) =>
        WishAsync(Close, key, occurrence, "", comment, "", cancellationToken);

    /// <summary>The number of the open issue; null without one, or before GitHub was reached.</summary>
    public async Task<int?> NumberAsync(string key, CancellationToken cancellationToken) =>
        (await issueStore.FindAsync(key, cancellationToken))?.Number;

    /// <summary>Reopens a closed issue with a comment.</summary>
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
                Title = Template.Title(PlainText.Of(title)),
                Body = PlainText.Of(text),
                At = time.GetUtcNow(),
                Fields = new Dictionary<string, string>(StringComparer.Ordinal) { [LabelsField] = labels },
            },
            time.GetUtcNow(),
            cancellationToken);
}
