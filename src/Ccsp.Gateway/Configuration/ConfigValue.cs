namespace Ccsp.Gateway.Configuration;

/// <summary>One value as it was written.</summary>
/// <param name="Path">For example <c>timeouts.runSeconds</c>.</param>
/// <param name="Text">The value; a list's items are in <paramref name="Items"/>.</param>
internal sealed record ConfigValue(string Path, Shape Shape, string Text, ConfigSource Source, IReadOnlyList<string>? Items = null);
