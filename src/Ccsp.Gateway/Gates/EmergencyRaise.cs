namespace Ccsp.Gateway.Gates;

internal sealed record EmergencyRaise(string Reason, string Actor, DateTimeOffset At);
