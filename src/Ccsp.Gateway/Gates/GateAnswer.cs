namespace Ccsp.Gateway.Gates;

/// <summary>What one gate says about one task.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Admits">Whether the task may pass now.</param>
/// <param name="Reason">One sentence for a person.</param>
/// <param name="OpensAt">When it may admit by time alone; null when something else must happen (a lease ends, a person acts, memory is
/// freed).</param>
/// <param name="Action">What would open it sooner, for example a command.</param>
internal sealed record GateAnswer(string Gate, GateKind Kind, bool Admits, string Reason, DateTimeOffset? OpensAt, string? Action)
{
    /// <summary>
    /// Neither time nor the end of a run is enough: a person must act, or the machine must get back what it lacks. <see cref="OpensAt"/> is
    /// only when it is tried next.
    /// </summary>
    public bool NeedsAction { get; init; }
}
