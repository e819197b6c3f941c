namespace Ccsp.Contracts;

/// <summary>A configured profile, without its secrets.</summary>
public sealed record ProfileView
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The engine it belongs to.</summary>
    public required string Engine { get; init; }

    /// <summary><c>login</c>, <c>key</c> or <c>cloud</c>; absent for an engine that has no login.</summary>
    public string? Kind { get; init; }

    /// <summary>Where the engine keeps its login.</summary>
    public string? ConfigDir { get; init; }

    /// <summary>Of a subscription, as configured, else as the engine tells it.</summary>
    public string? Plan { get; init; }

    /// <summary>Runs at a time, as configured.</summary>
    public int? MaxConcurrent { get; init; }

    /// <summary>The state of its gate, where one was set.</summary>
    public GateView? Gate { get; init; }

    /// <summary>Whether it is logged in.</summary>
    public required SessionState State { get; init; }
}
