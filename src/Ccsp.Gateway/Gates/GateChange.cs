namespace Ccsp.Gateway.Gates;

/// <summary>A change of one gate from outside of a run.</summary>
/// <param name="Actor">Who: a caller's name, <c>provider</c>, <c>gateway</c>.</param>
internal abstract record GateChange(string Gate, string Actor, DateTimeOffset Now)
{
    /// <param name="Until">Opens by itself then; null: by hand.</param>
    internal sealed record Close(string Gate, DateTimeOffset? Until, string Reason, string Actor, DateTimeOffset Now)
        : GateChange(Gate, Actor, Now)
    {
        /// <inheritdoc cref="GateHold.Began"/>
        public DateTimeOffset? Began { get; init; }
    }

    /// <summary>Lifts the hold, and with it what the provider said of windows that are used up: the person who opens it knows
    /// better.</summary>
    internal sealed record Open(string Gate, string Actor, DateTimeOffset Now) : GateChange(Gate, Actor, Now);

    /// <summary>Replaces all limits; those that are null fall back to the configuration.</summary>
    internal sealed record Limit(string Gate, GateLimits Limits, string Actor, DateTimeOffset Now) : GateChange(Gate, Actor, Now);

    /// <summary>Lets fewer runs in for a while; the limits people set stay beside it.</summary>
    /// <param name="To">Null: as many as usual again.</param>
    internal sealed record Narrow(string Gate, Narrowed? To, string Actor, DateTimeOffset Now) : GateChange(Gate, Actor, Now);

    /// <summary>What the provider said of its windows while a run goes on.</summary>
    internal sealed record Observe(string Gate, IReadOnlyDictionary<string, QuotaWindow> Windows, string Actor, DateTimeOffset Now)
        : GateChange(Gate, Actor, Now);
}
