namespace Ccsp.Gateway.Queue;

internal sealed record ClassDepth(int Ready, int Waiting, DateTimeOffset? OldestReadyAt, DateTimeOffset? NewestReadyAt);
