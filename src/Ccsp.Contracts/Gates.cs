using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>A gate that someone set.</summary>
public sealed record GateView
{
    /// <summary>For example <c>profile:default</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Live runs at most, as set at run time; absent: as configured.</summary>
    public int? Limit { get; init; }

    /// <summary>Starts a minute.</summary>
    public double? RatePerMinute { get; init; }

    /// <summary>Starts at once after a rest.</summary>
    public int? Burst { get; init; }

    /// <summary>How far normal and low tasks may use a window.</summary>
    public HeadroomView? Headroom { get; init; }

    /// <summary>Live runs at most since a throttle; absent when none is in force.</summary>
    public int? AdaptiveLimit { get; init; }

    /// <summary>Live runs at most while a login is renewed or tried; absent when none is in force.</summary>
    public int? NarrowedLimit { get; init; }

    /// <summary>What the provider said of its windows, by name.</summary>
    public IReadOnlyDictionary<string, QuotaWindowView>? Windows { get; init; }

    /// <summary>Until then normal and low tasks do not pass: the quiet hours.</summary>
    public DateTimeOffset? QuietUntil { get; init; }

    /// <summary>Its provider throttled several runs in a row, and nothing starts before this.</summary>
    public DateTimeOffset? PausedUntil { get; init; }

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

/// <summary>The limits of a gate; they replace those set before, and what is absent is as configured.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record GateLimit
{
    /// <summary>Live runs at most.</summary>
    public int? Limit { get; init; }

    /// <summary>Starts a minute.</summary>
    public double? RatePerMinute { get; init; }

    /// <summary>Starts at once after a rest; 1 when absent.</summary>
    public int? Burst { get; init; }

    /// <summary>How far normal and low tasks may use a window.</summary>
    public HeadroomView? Headroom { get; init; }
}

/// <summary>Shares of a provider's window, 0 to 1; what is above them is kept for urgent and high tasks.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record HeadroomView
{
    /// <summary>For normal tasks.</summary>
    public double Normal { get; init; } = 0.90;

    /// <summary>For low tasks.</summary>
    public double Low { get; init; } = 0.75;
}

/// <summary>What was last heard of one window of a provider's quota.</summary>
/// <param name="Utilization">0 to 1.</param>
/// <param name="ResetsAt">When it starts anew.</param>
/// <param name="Exhausted">The provider refuses requests until then.</param>
/// <param name="Source"><c>event</c>, <c>text</c> or <c>estimated</c>.</param>
/// <param name="SeenAt">When it was heard.</param>
public sealed record QuotaWindowView(double? Utilization, DateTimeOffset? ResetsAt, bool Exhausted, string Source, DateTimeOffset SeenAt);

/// <summary>Why a gate is closed, and until when.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record GateClosing
{
    /// <summary>A sentence for those who wait.</summary>
    public string? Reason { get; init; }

    /// <summary>Opens by itself then; absent: a person opens it.</summary>
    public DateTimeOffset? Until { get; init; }
}
