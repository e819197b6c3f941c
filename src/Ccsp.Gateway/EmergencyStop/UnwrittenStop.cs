using Ccsp.Contracts;

namespace Ccsp.Gateway.EmergencyStop;

/// <summary>An emergency stop that is in force here and that no store knows of yet.</summary>
/// <param name="Mode">How far.</param>
/// <param name="Reason">Why.</param>
/// <param name="Actor">Who.</param>
/// <param name="Since">When it was ordered.</param>
internal sealed record UnwrittenStop(EmergencyMode Mode, string Reason, string Actor, DateTimeOffset Since);
