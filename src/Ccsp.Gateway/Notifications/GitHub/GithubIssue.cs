using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ccsp.Gateway.Notifications.GitHub;

/// <summary>The parts of GitHub's issue that are used.</summary>
internal sealed record GithubIssue
{
    public int Number { get; init; }

    /// <summary><c>open</c> or <c>closed</c>.</summary>
    public string State { get; init; } = "";

    public string? Body { get; init; }

    /// <summary>Different for each closing.</summary>
    [JsonPropertyName("closed_at")]
    public string? ClosedAt { get; init; }

    /// <summary>Set for pull requests, which GitHub lists among the issues.</summary>
    [JsonPropertyName("pull_request")]
    public JsonElement? PullRequest { get; init; }
}
