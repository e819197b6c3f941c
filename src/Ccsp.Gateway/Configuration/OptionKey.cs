using Ccsp.Gateway.Settings;

namespace Ccsp.Gateway.Configuration;

/// <summary>A configuration key: the values it accepts and the option it sets.</summary>
/// <param name="pattern">Its path; <c>*</c> stands for a user-chosen name.</param>
/// <param name="get">Returns its value, given the user-chosen names; null: not set.</param>
/// <param name="set">Sets its value.</param>
internal sealed class OptionKey(string pattern, ValueKind kind, Func<GatewayOptions, IReadOnlyList<string>, object?> get,
    Action<GatewayOptions, IReadOnlyList<string>, object?> set)
{
    public string Pattern => pattern;

    public IReadOnlyList<string> Segments { get; } = pattern.Split('.');

    public bool HasNames => pattern.Contains('*', StringComparison.Ordinal);

    /// <summary>Whether it stands for the object under a name rather than for a value.</summary>
    public bool IsSection => kind == ValueKind.Presence;

    public PathPart Path { get; init; }

    /// <summary>Whether a running gateway applies a new value.</summary>
    public bool IsLive { get; init; }

    /// <summary>For messages.</summary>
    public string Expected => kind.Expected;

    public bool TakesList => kind.Shape == Shape.List;

    /// <summary>Whether its value may be a reference to a secret.</summary>
    public bool HoldsSecret => kind == ValueKind.Secret || kind == ValueKind.Variable;

    /// <summary>Whether its value must not be shown or written into a readable file, given the names in its path.</summary>
    public bool IsSecret(IReadOnlyList<string> names) =>
        kind == ValueKind.Secret || (kind == ValueKind.Variable && Mask.IsSecretName(names[^1]));

    /// <returns>False when the key does not accept the value.</returns>
    public bool TryApply(GatewayOptions options, IReadOnlyList<string> names, ConfigValue value)
    {
        if (kind.Read(value) is not { } read)
            return false;
        set(options, names, read);
        return true;
    }

    /// <returns>Null when it is not set.</returns>
    public object? ValueIn(GatewayOptions options, IReadOnlyList<string> names) => get(options, names);

    /// <summary>The displayable value; null when it is not set.</summary>
    public string? Show(GatewayOptions options, IReadOnlyList<string> names) =>
        get(options, names) is { } value ? kind.Write(value) : null;

    /// <summary>Copies the value from other options.</summary>
    public void Copy(GatewayOptions from, GatewayOptions to) => set(to, [], get(from, []));

    /// <summary>The user-chosen names in a concrete path.</summary>
    public IReadOnlyList<string> NamesIn(string path)
    {
        var parts = path.Split('.');
        return [.. parts.Where((_, i) => Segments[i] == "*")];
    }
}
