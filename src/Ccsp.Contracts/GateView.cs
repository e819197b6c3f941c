namespace Ccsp.Contracts;

/// <summary>A gate with settings or state of its own.</summary>
public sealed record GateView
{
    /// <summary>For example <c>profile:default</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Maximum number of live runs, as set at run time; absent: as configured.</summary>
    public int? Limit { get; init; }

    /// <summary>Starts per minute.</summary>
    public double? RatePerMinute { get; init; }

    /// <summary>Starts at once after an idle time.</summary>
    public int? Burst { get; init; }

    /// <summary>How far normal and low tasks may use a provider window.</summary>
    public HeadroomView? Headroom { get; init; }

    /// <summary>Maximum number of live runs after throttling; absent when there is none.</summary>
    public int? AdaptiveLimit { get; init; }

    /// <summary>Maximum number of live runs while a login is renewed or tested; absent when there is none.</summary>
    public int? NarrowedLimit { get; init; }

    /// <summary>The provider's windows, by name.</summary>
    public IReadOnlyDictionary<string, QuotaWindowView>? Windows { get; init; }

    /// <summary>End of the quiet hours, in which normal and low tasks do not pass.</summary>
    public DateTimeOffset? QuietUntil { get; init; }

    /// <summary>Until when nothing starts, because the provider throttled several runs in a row.</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>Whether it is closed now.</summary>
    public required bool Closed { get; init; }

    /// <summary>When it opens by itself; absent: a person opens it.</summary>
    public DateTimeOffset? ClosedUntil { get; init; }

    /// <summary>Why it was closed or opened.</summary>
    public string? Reason { get; init; }

    /// <summary>Who closed or opened it.</summary>
    public string? Actor { get; init; }

    /// <summary>When it was closed or opened.</summary>
    public DateTimeOffset? Since { get; init; }
}
