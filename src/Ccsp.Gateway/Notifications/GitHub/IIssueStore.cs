namespace Ccsp.Gateway.Notifications.GitHub;

/// <summary>The issues that are watched, kept over restarts. Each method is one atomic step.</summary>
internal interface IIssueStore
{
    Task<TrackedIssue?> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>All that are watched, those to be looked at first in front.</summary>
    Task<IReadOnlyList<TrackedIssue>> AllAsync(CancellationToken cancellationToken);

    Task PutAsync(TrackedIssue issue, CancellationToken cancellationToken);

    Task ForgetAsync(string key, CancellationToken cancellationToken);

    /// <summary>What a look at an issue led to. Somebody may have opened or closed it since; then that counts.</summary>
    /// <param name="seen">As it was read before the look.</param>
    /// <param name="next">Null: it is watched no more.</param>
    /// <returns>False when it is not as it was seen any more; then nothing happened.</returns>
    Task<bool> ReplaceAsync(TrackedIssue seen, TrackedIssue? next, CancellationToken cancellationToken);
}
