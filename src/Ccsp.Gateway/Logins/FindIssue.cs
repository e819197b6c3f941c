namespace Ccsp.Gateway.Logins;

internal delegate Task<int?> FindIssue(string key, CancellationToken cancellationToken);
