namespace Ccsp.Contracts;

/// <summary>The runs of a task.</summary>
/// <param name="Items">By number.</param>
public sealed record RunList(IReadOnlyList<RunView> Items);
