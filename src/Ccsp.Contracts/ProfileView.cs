namespace Ccsp.Contracts;

/// <summary>A configured profile, without its secrets.</summary>
public sealed record ProfileView
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its engine.</summary>
    public required string Engine { get; init; }

    /// <summary><c>login</c>, <c>key</c> or <c>cloud</c>; absent for an engine without a login.</summary>
    public string? Kind { get; init; }

    /// <summary>Where the engine keeps its login.</summary>
    public string? ConfigDir { get; init; }

    /// <summary>The subscription plan, as configured or reported by the engine.</summary>
    public string? Plan { get; init; }

    /// <summary>Maximum number of concurrent runs, as configured.</summary>
    public int? MaxConcurrent { get; init; }

    /// <summary>Its gate, if that has settings or state of its own.</summary>
    public GateView? Gate { get; init; }

    /// <summary>Whether it is logged in.</summary>
    public required SessionState State { get; init; }
}
