namespace Ccsp.Gateway.Duties;

/// <summary>A periodic duty: what it does once, and how often.</summary>
internal sealed record Duty(string Name, TimeSpan Every, Func<DateTimeOffset, CancellationToken, Task> RunOnceAsync);
