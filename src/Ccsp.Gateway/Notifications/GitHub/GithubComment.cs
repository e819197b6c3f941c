namespace Ccsp.Gateway.Notifications.GitHub;

internal sealed record GithubComment(string? Body);
