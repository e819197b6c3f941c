namespace Ccsp.Contracts;

/// <summary>Whether the gateway accepts and starts work.</summary>
/// <param name="Ready">Whether all components are ready.</param>
/// <param name="Components">The components' states.</param>
public sealed record ReadyView(bool Ready, IReadOnlyDictionary<string, ComponentView> Components);
