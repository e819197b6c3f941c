namespace Ccsp.Gateway;

/// <summary>What the notifications do periodically.</summary>
internal sealed record NotificationDuties(IReadOnlyList<Duty> All);
