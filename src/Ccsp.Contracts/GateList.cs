namespace Ccsp.Contracts;

/// <summary>All gates that someone set.</summary>
/// <param name="Items">By name.</param>
public sealed record GateList(IReadOnlyList<GateView> Items);
