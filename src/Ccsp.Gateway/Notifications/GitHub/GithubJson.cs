using System.Text.Json.Serialization;

namespace Ccsp.Gateway.Notifications.GitHub;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(GithubIssue))]
[JsonSerializable(typeof(IReadOnlyList<GithubIssue>))]
[JsonSerializable(typeof(IReadOnlyList<GithubComment>))]
[JsonSerializable(typeof(GithubComment))]
[JsonSerializable(typeof(NewGithubIssue))]
[JsonSerializable(typeof(GithubIssueState))]
internal sealed partial class GithubJson : JsonSerializerContext;
