namespace Ccsp.Gateway.Notifications.GitHub;

/// <summary>The observed state of an issue.</summary>
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
