namespace Ccsp.Contracts;

/// <summary>The result of one task of a batch: the task, or the error.</summary>
/// <param name="Status">The HTTP status of a single submission.</param>
/// <param name="Task">The task, if accepted.</param>
/// <param name="Error">The reason, if refused.</param>
public sealed record BatchItem(int Status, TaskView? Task, Problem? Error);
