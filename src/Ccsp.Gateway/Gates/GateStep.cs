namespace Ccsp.Gateway.Gates;

/// <summary>A gate's next state and its event; null for a change nobody needs to see, such as a counted start.</summary>
internal readonly record struct GateStep(GateState State, string? Event);
