using System.Text.Json;

namespace Ccsp.Gateway.LegacyRedisApi;

/// <summary>An answer in the legacy format.</summary>
internal sealed record LegacyAnswer
{
    public required string RequestId { get; init; }

    public required bool Success { get; init; }

    /// <summary>The text, under both names that clients use.</summary>
    public string? Result { get; init; }

    public string? Output { get; init; }

    /// <summary>Whether the text is cut; <see cref="Message"/> says where the whole is.</summary>
    public bool? ResultTruncated { get; init; }

    public string? Error { get; init; }

    public string? Message { get; init; }

    /// <summary>Milliseconds from the start of the first run to the end.</summary>
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
