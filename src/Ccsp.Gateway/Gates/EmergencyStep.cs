namespace Ccsp.Gateway.Gates;

/// <summary>The next state of the emergency stop and the event that tells it, if it is worth one.</summary>
internal readonly record struct EmergencyStep(EmergencyState State, string? Event);
