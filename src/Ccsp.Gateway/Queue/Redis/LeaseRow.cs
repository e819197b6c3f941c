namespace Ccsp.Gateway.Queue.Redis;

internal sealed record LeaseRow(string Instance, string Token, int Run, long ClaimedAt, double Charged);
