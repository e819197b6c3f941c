using System.Text.Json.Serialization;

namespace Ccsp.ApiStub;

/// <summary>The API's own names are snake_case; the stub's report is read by people and tests and follows suit.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(TokenCount))]
[JsonSerializable(typeof(SeenRequests))]
internal sealed partial class StubJson : JsonSerializerContext;
