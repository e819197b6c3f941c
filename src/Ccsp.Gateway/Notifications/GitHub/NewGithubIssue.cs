namespace Ccsp.Gateway.Notifications.GitHub;

internal sealed record NewGithubIssue(string Title, string Body, IReadOnlyList<string> Labels);
