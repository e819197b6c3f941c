namespace Ccsp.Gateway.Notifications.GitHub;

/// <summary>What an issue looks like now.</summary>
internal abstract record IssueLook
{
    private IssueLook()
    {
    }

    internal sealed record Unchanged : IssueLook;

    /// <summary>It was deleted.</summary>
    internal sealed record Gone : IssueLook;

    internal sealed record Seen(GithubIssue Issue, string? ETag) : IssueLook;
}
