namespace Ccsp.Gateway.Sessions;

internal delegate Task<int?> FindIssue(string key, CancellationToken cancellationToken);
