namespace Ccsp.Gateway.Gates;

/// <summary>A gate's next state and the event that tells it; a change nobody needs to hear of (a start taken from a rate) has
/// none.</summary>
internal readonly record struct GateStep(GateState State, string? Event);
