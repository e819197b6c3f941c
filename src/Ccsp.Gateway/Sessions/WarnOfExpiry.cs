namespace Ccsp.Gateway.Sessions;

internal delegate Task WarnOfExpiry(LoginMessage message, CancellationToken cancellationToken);
