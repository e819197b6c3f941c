namespace Ccsp.Contracts;

/// <summary>One class of the queue.</summary>
/// <param name="Ready">May start.</param>
/// <param name="Waiting">Held, blocked or scheduled.</param>
/// <param name="OldestReadyAt">Since when the longest waiting one may start.</param>
/// <param name="NewestReadyAt">Since when the latest one may start.</param>
public sealed record ClassView(int Ready, int Waiting, DateTimeOffset? OldestReadyAt, DateTimeOffset? NewestReadyAt);
