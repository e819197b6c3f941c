using System.ComponentModel.DataAnnotations;
using Ccsp.Contracts;
using Ccsp.Gateway.Settings;

namespace Ccsp.Gateway.Notifications;

internal sealed record NotifyGithubConfig
{
    /// <summary><c>owner/name</c>; null: no issues are opened.</summary>
    [Pattern("[A-Za-z0-9._-]+/[A-Za-z0-9._-]+", "owner/name")]
    public string? Repository { get; init; }

    [WebAddress]
    public string ApiUrl { get; init; } = "https://api.github.com";

    public Secret? Token { get; init; }

    /// <summary>Seconds between two polls of an open issue.</summary>
    [Range(1, 86400)]
    public int PollSeconds { get; init; } = 60;

    public Severity MinimumSeverity { get; init; } = Severity.Critical;
}
