namespace Ccsp.Gateway.Configuration;

/// <summary>One value as written.</summary>
/// <param name="Path">For example <c>timeouts.runSeconds</c>.</param>
/// <param name="Text">The value; the items of a list are in <paramref name="Items"/>.</param>
internal sealed record ConfigValue(string Path, Shape Shape, string Text, ConfigSource Source, IReadOnlyList<string>? Items = null);
