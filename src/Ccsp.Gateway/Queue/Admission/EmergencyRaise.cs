namespace Ccsp.Gateway.Queue.Admission;

internal sealed record EmergencyRaise(string Reason, string Actor, DateTimeOffset At);
