using Ccsp.Gateway.Settings;

namespace Ccsp.Gateway.Notifications.GitHub;

/// <summary>The repository in which issues are opened.</summary>
internal sealed record GithubOptions
{
    /// <summary><c>owner/name</c>.</summary>
    public required string Repository { get; init; }

    public required Uri ApiUrl { get; init; }

    public string? Token { get; init; }

    /// <summary>Poll interval of an open issue.</summary>
    public required TimeSpan Poll { get; init; }

    /// <param name="textOf">Resolves a secret.</param>
    public static GithubOptions Of(NotifyGithubConfig config, string repository, Func<Secret, string> textOf) => new()
    {
        Repository = repository,
        ApiUrl = new Uri(config.ApiUrl),
        Token = config.Token is { } token ? textOf(token) : null,
        Poll = TimeSpan.FromSeconds(config.PollSeconds),
    };
}
