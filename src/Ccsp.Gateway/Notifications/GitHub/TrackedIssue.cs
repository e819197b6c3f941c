namespace Ccsp.Gateway.Notifications.GitHub;

/// <summary>An issue that is open on our behalf.</summary>
/// <param name="Key">What it is about, for example <c>session:default</c>.</param>
/// <param name="Number">In the repository.</param>
/// <param name="ETag">Of the last look, null to look afresh.</param>
/// <param name="OpenedAt">When it was opened or found again.</param>
/// <param name="PolledAt">When it was last looked at.</param>
/// <param name="NextAt">When it is looked at next.</param>
internal sealed record TrackedIssue(string Key, int Number, string? ETag, DateTimeOffset OpenedAt, DateTimeOffset? PolledAt,
    DateTimeOffset NextAt);
