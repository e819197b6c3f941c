namespace Ccsp.Gateway.Queue;

/// <summary>Events of one task after a task number, or of all after a store number.</summary>
internal sealed record EventQuery(string? TaskId, long After, int Limit);
