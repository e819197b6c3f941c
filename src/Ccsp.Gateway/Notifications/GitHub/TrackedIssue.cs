namespace Ccsp.Gateway.Notifications.GitHub;

/// <summary>An issue that we opened and that is still open.</summary>
/// <param name="Key">Its subject, for example <c>session:default</c>.</param>
/// <param name="Number">Its number in the repository.</param>
/// <param name="ETag">From the last poll; null: poll unconditionally.</param>
/// <param name="OpenedAt">When it was opened or found again.</param>
/// <param name="PolledAt">When it was last polled.</param>
/// <param name="NextAt">When it is polled next.</param>
internal sealed record TrackedIssue(string Key, int Number, string? ETag, DateTimeOffset OpenedAt, DateTimeOffset? PolledAt,
    DateTimeOffset NextAt);
