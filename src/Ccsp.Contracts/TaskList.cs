namespace Ccsp.Contracts;

/// <summary>One page of tasks.</summary>
/// <param name="Items">Newest first. A page ends early where its rows grow large or nothing was found for a while; only the one without
/// <paramref name="Next"/> is the last.</param>
/// <param name="Next">The <c>cursor</c> of the next page; absent on the last one.</param>
public sealed record TaskList(IReadOnlyList<TaskView> Items, string? Next);
