using System.ComponentModel.DataAnnotations;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Configuration;

/// <summary>Which store.</summary>
internal sealed record StoreOptions
{
    /// <summary>Never null once loaded: redis where one is named, else sqlite.</summary>
    [AllowedValues("sqlite", "redis")]
    public string? Kind { get; init; }

    /// <summary>What the operator wants acknowledged writes to survive; null: whatever the server gives.</summary>
    public Durability? Durability { get; init; }

    public RedisServerOptions Redis { get; init; } = new();

    /// <summary>Whether other instances may use the same store.</summary>
    public bool IsShared => Kind is null ? Redis.IsNamed : Kind == "redis";
}
