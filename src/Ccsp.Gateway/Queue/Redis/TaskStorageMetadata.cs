using System.Text.Json;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>What the store keeps of a task and nobody else needs.</summary>
internal sealed record TaskStorageMetadata
{
    public static TaskStorageMetadata Nothing { get; } = new();

    /// <summary>What it was submitted to wait for.</summary>
    public IReadOnlyList<string> Parents { get; init; } = [];

    /// <summary>Whether members of what was submitted stand apart.</summary>
    public bool HasPayload { get; init; }

    /// <summary>Where its idempotency key is kept.</summary>
    public string? Key { get; init; }

    /// <summary>Under which name its result stands among the results; null while it has none.</summary>
    public string? Result { get; init; }

    /// <summary>Replaces what was submitted.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }
}
