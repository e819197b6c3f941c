namespace Ccsp.Gateway.Notifications.GitHub;

/// <summary>Called when a person has closed an issue: whether its problem persists. May take long; nothing else waits for it.</summary>
/// <param name="cancellationToken">Cancelled when the gateway stops; the next start repeats the call.</param>
internal delegate Task<bool> StillBroken(string key, CancellationToken cancellationToken);
