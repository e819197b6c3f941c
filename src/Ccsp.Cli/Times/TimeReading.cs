namespace Ccsp.Cli.Times;

/// <summary>What a text says about a time.</summary>
internal abstract record TimeReading
{
    private TimeReading()
    {
    }

    /// <param name="Time">In UTC.</param>
    internal sealed record Known(DateTimeOffset Time) : TimeReading;

    /// <param name="Why">A sentence for who wrote it.</param>
    internal sealed record Refused(string Why) : TimeReading;
}
