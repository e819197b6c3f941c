namespace Ccsp.Contracts;

/// <summary>The runs of a task.</summary>
/// <param name="Items">In the order of their numbers.</param>
public sealed record RunList(IReadOnlyList<RunView> Items);
