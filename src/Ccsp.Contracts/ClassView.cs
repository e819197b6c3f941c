namespace Ccsp.Contracts;

/// <summary>Figures of one priority class.</summary>
/// <param name="Ready">Tasks that may start.</param>
/// <param name="Waiting">Held, blocked or scheduled tasks.</param>
/// <param name="OldestReadyAt">Since when the oldest of them may start.</param>
/// <param name="NewestReadyAt">Since when the newest of them may start.</param>
public sealed record ClassView(int Ready, int Waiting, DateTimeOffset? OldestReadyAt, DateTimeOffset? NewestReadyAt);
