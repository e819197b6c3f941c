namespace Ccsp.Gateway.Logins;

internal delegate Task WarnOfExpiry(LoginMessage message, CancellationToken cancellationToken);
