namespace Ccsp.Gateway.Sessions;

internal delegate Task CloseIssue(string key, string occurrence, string comment, CancellationToken cancellationToken);
