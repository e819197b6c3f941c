using Ccsp.Contracts;

namespace Ccsp.Gateway.EmergencyStop;

internal sealed record StopFileOrder(EmergencyMode Mode, string Reason);
