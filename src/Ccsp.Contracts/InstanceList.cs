namespace Ccsp.Contracts;

/// <summary>Who shares the store.</summary>
/// <param name="Items">By id; a lost one is listed for a day.</param>
/// <param name="Global">The live ones together.</param>
public sealed record InstanceList(IReadOnlyList<InstanceView> Items, GlobalFigures Global);
