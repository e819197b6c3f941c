using System.ComponentModel.DataAnnotations;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Configuration;

/// <summary>The <c>store</c> section.</summary>
internal sealed record StoreOptions
{
    /// <summary>Never null once loaded: redis if a server is configured, otherwise sqlite.</summary>
    [AllowedValues("sqlite", "redis")]
    public string? Kind { get; init; }

    /// <summary>The durability the operator requires of acknowledged writes; null: whatever the server provides.</summary>
    public Durability? Durability { get; init; }

    public RedisServerOptions Redis { get; init; } = new();

    /// <summary>Whether other instances may use the same store.</summary>
    public bool IsShared => Kind is null ? Redis.IsNamed : Kind == "redis";
}
