namespace Ccsp.Gateway.Sessions;

internal delegate Task OpenIssue(SessionMessage message, CancellationToken cancellationToken);
