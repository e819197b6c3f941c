namespace Ccsp.Contracts;

/// <summary>A stop that was taken further.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Actor">Who.</param>
/// <param name="At">When.</param>
public sealed record EmergencyRaiseView(string Reason, string Actor, DateTimeOffset At);
