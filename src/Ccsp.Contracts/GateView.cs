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
