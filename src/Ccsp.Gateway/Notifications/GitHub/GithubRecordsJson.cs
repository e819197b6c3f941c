using System.Text.Json.Serialization;

namespace Ccsp.Gateway.Notifications.GitHub;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TrackedIssue))]
internal sealed partial class GithubRecordsJson : JsonSerializerContext;
