namespace Ccsp.Contracts;

/// <summary>One page of tasks.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="Next">The <c>cursor</c> of the next page; absent on the last one.</param>
public sealed record TaskList(IReadOnlyList<TaskView> Items, string? Next);
