namespace Ccsp.Gateway.Queue.Redis.Reading;

/// <summary>How far to look: one more than can be used shows that there is more.</summary>
internal readonly record struct ReadLimits(int Limit, int Depth)
{
    public int Groups => Math.Min(Limit, 50) * Depth;

    public int Lanes => Math.Min(Limit, 20) * Depth;

    public int Places => Math.Min(Limit, 100) * Depth;
}
