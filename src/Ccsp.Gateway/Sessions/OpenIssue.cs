namespace Ccsp.Gateway.Sessions;

internal delegate Task OpenIssue(LoginMessage message, CancellationToken cancellationToken);
