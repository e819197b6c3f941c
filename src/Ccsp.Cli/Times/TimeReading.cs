namespace Ccsp.Cli.Times;

/// <summary>The result of reading a time.</summary>
internal abstract record TimeReading
{
    private TimeReading()
    {
    }

    /// <param name="Time">In UTC.</param>
    internal sealed record Known(DateTimeOffset Time) : TimeReading;

    /// <param name="Why">A sentence for the person who wrote it.</param>
    internal sealed record Refused(string Why) : TimeReading;
}
