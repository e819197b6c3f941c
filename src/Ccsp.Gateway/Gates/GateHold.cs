namespace Ccsp.Gateway.Gates;

/// <summary>A hold to close in the same step as another write.</summary>
/// <param name="Until">Opens by itself then; null: by hand.</param>
/// <param name="QuietUntil">For normal and low tasks it stays closed until then; null: no longer than for others.</param>
internal sealed record GateHold(string Gate, DateTimeOffset? Until, string Reason, string Actor, DateTimeOffset? QuietUntil = null)
{
    /// <summary>
    /// When the run began that was refused; null: the hold counts whenever it comes. A run from before the gate was opened tells of what
    /// was then: it must not undo the opening.
    /// </summary>
    public DateTimeOffset? Began { get; init; }
}
