using System.Text.Json;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>What only the store needs to know of a task.</summary>
internal sealed record TaskStorageMetadata
{
    public static TaskStorageMetadata Nothing { get; } = new();

    /// <summary>Parents named by the submission.</summary>
    public IReadOnlyList<string> Parents { get; init; } = [];

    /// <summary>Whether oversized members of the submission are stored apart.</summary>
    public bool HasPayload { get; init; }

    /// <summary>Field of its idempotency key.</summary>
    public string? Key { get; init; }

    /// <summary>Field of its result; null while it has none.</summary>
    public string? Result { get; init; }

    /// <summary>Metadata that replaces the submission's.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }
}
