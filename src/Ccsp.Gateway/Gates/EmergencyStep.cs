namespace Ccsp.Gateway.Gates;

/// <summary>The next state of the emergency stop and its event, if any.</summary>
internal readonly record struct EmergencyStep(EmergencyState State, string? Event);
