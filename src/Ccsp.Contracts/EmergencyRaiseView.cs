namespace Ccsp.Contracts;

/// <summary>A later increase of a stop's level.</summary>
/// <param name="Reason">Its reason.</param>
/// <param name="Actor">Who ordered it.</param>
/// <param name="At">Its time.</param>
public sealed record EmergencyRaiseView(string Reason, string Actor, DateTimeOffset At);
