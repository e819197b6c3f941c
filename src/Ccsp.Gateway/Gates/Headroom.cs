namespace Ccsp.Gateway.Gates;

/// <summary>How far a window may be used by tasks that are neither urgent nor high, 0 to 1: the rest is kept for those.</summary>
internal sealed record Headroom(double Normal = 0.90, double Low = 0.75);
