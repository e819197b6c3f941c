using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>A gate that someone set.</summary>
public sealed record GateView
{
    /// <summary>For example <c>profile:default</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Live runs at most; absent: no limit.</summary>
    public int? Limit { get; init; }

    /// <summary>Whether it is held closed now.</summary>
    public required bool Closed { get; init; }

    /// <summary>When it opens by itself; absent: a person opens it.</summary>
    public DateTimeOffset? ClosedUntil { get; init; }

    /// <summary>Why it was closed or opened.</summary>
    public string? Reason { get; init; }

    /// <summary>By whom.</summary>
    public string? Actor { get; init; }

    /// <summary>Since when.</summary>
    public DateTimeOffset? Since { get; init; }
}

/// <summary>All gates that someone set.</summary>
/// <param name="Items">By name.</param>
public sealed record GateList(IReadOnlyList<GateView> Items);

/// <summary>The limit of a gate.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record GateLimit
{
    /// <summary>Live runs at most; <c>null</c>: no limit.</summary>
    public int? Limit { get; init; }
}

/// <summary>Why a gate is closed, and until when.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record GateClosing
{
    /// <summary>A sentence for those who wait.</summary>
    public string? Reason { get; init; }

    /// <summary>Opens by itself then; absent: a person opens it.</summary>
    public DateTimeOffset? Until { get; init; }
}
