using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ccsp.Gateway.Notifications.GitHub;

/// <summary>An issue as far as it matters here.</summary>
internal sealed record GithubIssue
{
    public int Number { get; init; }

    /// <summary><c>open</c> or <c>closed</c>.</summary>
    public string State { get; init; } = "";

    public string? Body { get; init; }

    /// <summary>Each closing has its own.</summary>
    [JsonPropertyName("closed_at")]
    public string? ClosedAt { get; init; }

    /// <summary>Set where it is a pull request, which GitHub lists among the issues.</summary>
    [JsonPropertyName("pull_request")]
    public JsonElement? PullRequest { get; init; }
}
