namespace Ccsp.Contracts;

/// <summary>A task that would start.</summary>
/// <param name="Id">The task.</param>
/// <param name="Agent">Its agent.</param>
/// <param name="Priority">The class it is served in.</param>
/// <param name="Resumes">Whether it continues a conversation.</param>
public sealed record PlannedStart(string Id, string Agent, Priority Priority, bool Resumes);
