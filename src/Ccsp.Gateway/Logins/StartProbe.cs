namespace Ccsp.Gateway.Logins;

internal delegate Task StartProbe(string profile, string occurrence, CancellationToken cancellationToken);
