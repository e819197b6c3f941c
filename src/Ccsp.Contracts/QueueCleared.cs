namespace Ccsp.Contracts;

/// <summary>The receipt of a clear.</summary>
/// <param name="Cancelled">How many tasks were cancelled.</param>
/// <param name="Complete">Whether these were all; if not, the same request goes on.</param>
public sealed record QueueCleared(int Cancelled, bool Complete = true);
