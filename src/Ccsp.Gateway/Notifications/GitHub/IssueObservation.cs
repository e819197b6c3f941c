namespace Ccsp.Gateway.Notifications.GitHub;

/// <summary>The observed state of an issue.</summary>
internal abstract record IssueObservation
{
    private IssueObservation()
    {
    }

    internal sealed record Unchanged : IssueObservation;

    /// <summary>It was deleted.</summary>
    internal sealed record Gone : IssueObservation;

    internal sealed record Seen(GithubIssue Issue, string? ETag) : IssueObservation;
}
