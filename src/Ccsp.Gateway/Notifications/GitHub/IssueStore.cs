using Ccsp.Gateway.Storage.Records;

namespace Ccsp.Gateway.Notifications.GitHub;

/// <summary>Stores the tracked issues. Each method is one atomic step.</summary>
internal sealed class IssueStore(IRecordStore records)
{
    public Task<TrackedIssue?> FindAsync(string key, CancellationToken cancellationToken) =>
        records.ReadAsync(reader => reader.FindAsync(GithubRecords.Issues, key), cancellationToken);

    /// <summary>The first thousand watched issues, ordered by the next check.</summary>
    public Task<IReadOnlyList<TrackedIssue>> AllAsync(CancellationToken cancellationToken) => records.ReadAsync(
        reader => reader.RangeAsync(
            GithubRecords.Issues, GithubRecords.NextPoll, "", long.MinValue, long.MaxValue, RecordLimits.PageSize),
        cancellationToken);

    public Task PutAsync(TrackedIssue issue, CancellationToken cancellationToken) =>
        WriteAsync(issue.Key, _ => true, issue, cancellationToken);

    public Task ForgetAsync(string key, CancellationToken cancellationToken) => WriteAsync(key, _ => true, null, cancellationToken);

    /// <summary>Stores the result of a check, unless the issue was opened or closed since.</summary>
    /// <param name="seen">As read before the check.</param>
    /// <param name="next">Null: stop tracking it.</param>
    /// <returns>False when it has changed since it was read; then nothing happens.</returns>
    public Task<bool> ReplaceAsync(TrackedIssue seen, TrackedIssue? next, CancellationToken cancellationToken) =>
        WriteAsync(seen.Key, issue => issue == seen, next, cancellationToken);

    private Task<bool> WriteAsync(string key, Predicate<TrackedIssue?> isExpected, TrackedIssue? next,
        CancellationToken cancellationToken) => records.WriteAsync(
        async step =>
        {
            if (!isExpected(await step.FindAsync(GithubRecords.Issues, key)))
                return false;
            if (next is null)
                step.Remove(GithubRecords.Issues, key);
            else
                step.Put(GithubRecords.Issues, next);
            return true;
        },
        cancellationToken);
}
