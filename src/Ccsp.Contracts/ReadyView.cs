namespace Ccsp.Contracts;

/// <summary>Whether the gateway takes and starts work.</summary>
/// <param name="Ready">All components are.</param>
/// <param name="Components">Each with its state.</param>
public sealed record ReadyView(bool Ready, IReadOnlyDictionary<string, ComponentView> Components);
