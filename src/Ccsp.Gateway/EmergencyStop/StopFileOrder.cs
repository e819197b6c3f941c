using Ccsp.Contracts;

namespace Ccsp.Gateway.EmergencyStop;

/// <summary>What a stop file orders.</summary>
internal sealed record StopFileOrder(EmergencyMode Mode, string Reason);
