using Ccsp.Contracts;

namespace Ccsp.Gateway.Configuration;

internal sealed record NotifyGithubConfig
{
    /// <summary><c>owner/name</c>; null: no issues are opened.</summary>
    public string? Repository { get; init; }

    public string ApiUrl { get; init; } = "https://api.github.com";

    public Secret? Token { get; init; }

    /// <summary>Between two looks at an open issue.</summary>
    public int PollSeconds { get; init; } = 60;

    public Severity Minimum { get; init; } = Severity.Critical;
}
