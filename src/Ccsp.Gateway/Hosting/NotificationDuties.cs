using Ccsp.Gateway.Duties;

namespace Ccsp.Gateway.Hosting;

/// <summary>What the notifications do periodically.</summary>
internal sealed record NotificationDuties(IReadOnlyList<Duty> All);
