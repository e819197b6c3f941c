namespace Ccsp.Gateway.Logins;

internal delegate Task CloseIssue(string key, string occurrence, string comment, CancellationToken cancellationToken);
