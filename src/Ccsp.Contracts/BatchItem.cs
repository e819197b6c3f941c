namespace Ccsp.Contracts;

/// <summary>What became of one task of a batch: it, or why not.</summary>
/// <param name="Status">The HTTP status it would have had alone.</param>
/// <param name="Task">The task, when accepted.</param>
/// <param name="Error">The reason, when not.</param>
public sealed record BatchItem(int Status, TaskView? Task, Problem? Error);
