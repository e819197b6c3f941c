namespace Ccsp.Gateway.Notifications.GitHub;

/// <summary>An issue that is open on our behalf.</summary>
/// <param name="Key">What it is about, for example <c>session:default</c>.</param>
/// <param name="Number">In the repository.</param>
/// <param name="ETag">Of the last look, null to look afresh.</param>
/// <param name="OpenedAt">When it was opened or found again.</param>
/// <param name="PolledAt">When it was last looked at.</param>
/// <param name="NextAt">When it is looked at next.</param>
internal sealed record TrackedIssue(string Key, int Number, string? ETag, DateTimeOffset OpenedAt, DateTimeOffset? PolledAt, DateTimeOffset NextAt);

/// <summary>The issues that are watched, kept over restarts. Each method is one atomic step.</summary>
internal interface IIssueBook
{
    Task<TrackedIssue?> FindAsync(string key, CancellationToken stop);

    /// <summary>All that are watched, those to be looked at first in front.</summary>
    Task<IReadOnlyList<TrackedIssue>> AllAsync(CancellationToken stop);

    Task PutAsync(TrackedIssue issue, CancellationToken stop);

    Task ForgetAsync(string key, CancellationToken stop);

    /// <summary>What a look at an issue led to. Somebody may have opened or closed it since; then that counts.</summary>
    /// <param name="seen">As it was read before the look.</param>
    /// <param name="next">Null: it is watched no more.</param>
    /// <returns>False when it is not as it was seen any more; then nothing happened.</returns>
    Task<bool> ReplaceAsync(TrackedIssue seen, TrackedIssue? next, CancellationToken stop);
}
