using Ccsp.Gateway.Settings;

namespace Ccsp.Gateway.Configuration;

/// <summary>One key of the configuration: what it takes and where it goes.</summary>
/// <param name="pattern">Its path; <c>*</c> stands for a name the user chooses.</param>
/// <param name="get">Its value, given the user's names; null: not set.</param>
/// <param name="set">Puts a value where it goes.</param>
internal sealed class OptionKey(string pattern, ValueKind kind, Func<GatewayOptions, IReadOnlyList<string>, object?> get,
    Action<GatewayOptions, IReadOnlyList<string>, object?> set)
{
    public string Pattern => pattern;

    public IReadOnlyList<string> Segments { get; } = pattern.Split('.');

    public bool HasNames => pattern.Contains('*', StringComparison.Ordinal);

    /// <summary>Whether it stands for the object under a name rather than for a value.</summary>
    public bool IsSection => kind == ValueKind.Presence;

    public PathPart Path { get; init; }

    /// <summary>Whether a gateway takes a new value while it runs.</summary>
    public bool IsLive { get; init; }

    /// <summary>For messages.</summary>
    public string Expected => kind.Expected;

    public bool TakesList => kind.Shape == Shape.List;

    /// <summary>Whether its value may be a reference to a secret.</summary>
    public bool HoldsSecret => kind == ValueKind.Secret || kind == ValueKind.Variable;

    /// <summary>Whether its value must not be shown or written into a readable file, given the names in its path.</summary>
    public bool IsSecret(IReadOnlyList<string> names) =>
        kind == ValueKind.Secret || (kind == ValueKind.Variable && Mask.IsSecretName(names[^1]));

    /// <returns>False where the value is none of what the key takes.</returns>
    public bool TryApply(GatewayOptions options, IReadOnlyList<string> names, ConfigValue value)
    {
        if (kind.Read(value) is not { } read)
            return false;
        set(options, names, read);
        return true;
    }

    /// <returns>Null where it is not set.</returns>
    public object? ValueIn(GatewayOptions options, IReadOnlyList<string> names) => get(options, names);

    /// <summary>The value for people; null where it is not set.</summary>
    public string? Show(GatewayOptions options, IReadOnlyList<string> names) =>
        get(options, names) is { } value ? kind.Write(value) : null;

    /// <summary>Takes the value over from other options.</summary>
    public void Copy(GatewayOptions from, GatewayOptions to) => set(to, [], get(from, []));

    /// <summary>The user's names in a concrete path.</summary>
    public IReadOnlyList<string> NamesIn(string path)
    {
        var parts = path.Split('.');
        return [.. parts.Where((_, i) => Segments[i] == "*")];
    }
}
