namespace Ccsp.Gateway.Sessions;

internal delegate Task WarnOfExpiry(SessionMessage message, CancellationToken cancellationToken);
