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

internal sealed record GithubComment(string? Body);

internal sealed record NewGithubIssue(string Title, string Body, IReadOnlyList<string> Labels);

internal sealed record GithubIssueState(string State);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(GithubIssue))]
[JsonSerializable(typeof(IReadOnlyList<GithubIssue>))]
[JsonSerializable(typeof(IReadOnlyList<GithubComment>))]
[JsonSerializable(typeof(GithubComment))]
[JsonSerializable(typeof(NewGithubIssue))]
[JsonSerializable(typeof(GithubIssueState))]
internal sealed partial class GithubJson : JsonSerializerContext;
