namespace Ccsp.Gateway.Engines;

/// <summary>A window that is used up, and when it opens again if that was told.</summary>
internal sealed record ExhaustedWindow(string Name, DateTimeOffset? ResetsAt);
