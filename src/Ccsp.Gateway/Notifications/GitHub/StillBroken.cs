namespace Ccsp.Gateway.Notifications.GitHub;

/// <summary>Asked when a person has closed an issue: is what it was about still broken? May take its time; nothing else waits for
/// it.</summary>
/// <param name="cancellationToken">The gateway goes away; the question comes again after its start.</param>
internal delegate Task<bool> StillBroken(string key, CancellationToken cancellationToken);
