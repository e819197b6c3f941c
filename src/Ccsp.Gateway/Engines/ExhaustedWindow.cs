namespace Ccsp.Gateway.Engines;

/// <summary>An exhausted window and its reset time, if known.</summary>
internal sealed record ExhaustedWindow(string Name, DateTimeOffset? ResetsAt);
