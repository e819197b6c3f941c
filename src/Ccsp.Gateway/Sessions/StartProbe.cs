namespace Ccsp.Gateway.Sessions;

internal delegate Task StartProbe(string profile, string occurrence, CancellationToken cancellationToken);
