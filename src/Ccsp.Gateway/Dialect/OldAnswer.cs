using System.Text.Json;
using System.Text.Json.Serialization;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Dialect;

/// <summary>An answer as the older clients read it.</summary>
internal sealed record OldAnswer
{
    public required string RequestId { get; init; }

    public required bool Success { get; init; }

    /// <summary>The text, under the one name and the other.</summary>
    public string? Result { get; init; }

    public string? Output { get; init; }

    /// <summary>Whether the text is only the beginning of it; <see cref="Message"/> says where the rest is.</summary>
    public bool? ResultTruncated { get; init; }

    public string? Error { get; init; }

    public string? Message { get; init; }

    /// <summary>Milliseconds between the start of the first run and the end.</summary>
    public long ExecutionTime { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public JsonElement? Metadata { get; init; }

    public string? TaskId { get; init; }

    public bool SessionTimeout { get; init; }

    public bool RateLimited { get; init; }

    /// <summary>Milliseconds.</summary>
    public long? RetryAfter { get; init; }

    public RateLimitInfo? RateLimitInfo { get; init; }
}

/// <param name="Message">In a sentence.</param>
/// <param name="UnlockTime">Milliseconds since 1970.</param>
/// <param name="WaitTime">Milliseconds from the answer on.</param>
internal sealed record RateLimitInfo(string Message, long UnlockTime, long WaitTime);

/// <summary>A message that was put aside.</summary>
internal sealed record RejectedMessage(string Reason, DateTimeOffset At, string Message);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(DateTimeOffset))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(OldAnswer))]
[JsonSerializable(typeof(OpenRequest))]
[JsonSerializable(typeof(RejectedMessage))]
internal sealed partial class DialectJson : JsonSerializerContext;
