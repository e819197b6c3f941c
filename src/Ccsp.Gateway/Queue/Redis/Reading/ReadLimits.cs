namespace Ccsp.Gateway.Queue.Redis.Reading;

/// <summary>How much to read: one more than a claim can use, to know whether there is more.</summary>
internal readonly record struct ReadLimits(int Limit, int Depth)
{
    public int Groups => Math.Min(Limit, 50) * Depth;

    public int Lanes => Math.Min(Limit, 20) * Depth;

    public int Places => Math.Min(Limit, 100) * Depth;
}
