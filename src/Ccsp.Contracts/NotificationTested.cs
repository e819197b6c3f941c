namespace Ccsp.Contracts;

/// <summary>What came of a test notification.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Ok">Whether it took it.</param>
/// <param name="Detail">What it did, or why it failed.</param>
public sealed record NotificationTested(string Channel, bool Ok, string Detail);
