namespace Ccsp.Gateway.Logins;

internal delegate Task OpenIssue(LoginMessage message, CancellationToken cancellationToken);
