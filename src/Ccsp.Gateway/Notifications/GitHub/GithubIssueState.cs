namespace Ccsp.Gateway.Notifications.GitHub;

internal sealed record GithubIssueState(string State);
