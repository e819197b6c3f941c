using System.Security.Cryptography;

namespace Ccsp.Gateway.Tasks;

/// <summary>Source of jitter, in one place so that a simulation can seed it.</summary>
internal sealed class RandomSource(Random? seeded = null)
{
    private readonly Lock _gate = new();

    /// <summary>Uniform in [0, 1).</summary>
    public double Next()
    {
        if (seeded is null)
            return RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue;
        lock (_gate)
            return seeded.NextDouble();
    }
}
