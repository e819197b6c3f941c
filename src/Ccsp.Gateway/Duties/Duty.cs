namespace Ccsp.Gateway.Duties;

/// <summary>A periodic duty: what it does once, and how often.</summary>
internal sealed record Duty(string Name, TimeSpan Every, Func<DateTimeOffset, CancellationToken, Task> RunOnceAsync)
{
    /// <summary>Only the instance that leads does it, for all of them.</summary>
    public bool OncePerCluster { get; init; }

    /// <summary>Forgets what it remembers; called before the first round of each term in which this instance leads.</summary>
    public Action Begin { get; init; } = static () => { };
}
