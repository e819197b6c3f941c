namespace Ccsp.Gateway.Configuration;

/// <summary>One key of the configuration: what it takes and where it goes.</summary>
/// <param name="pattern">Its path; <c>*</c> stands for a name the user chooses.</param>
internal abstract class OptionKey(string pattern)
{
    public string Pattern => pattern;

    public IReadOnlyList<string> Segments { get; } = pattern.Split('.');

    public bool HasNames => pattern.Contains('*', StringComparison.Ordinal);

    /// <summary>Whether it stands for the object under a name rather than for a value.</summary>
    public bool IsSection { get; init; }

    public PathPart Path { get; init; }

    /// <summary>Whether a gateway takes a new value while it runs.</summary>
    public bool IsLive =>
        pattern is "maxConcurrent" or "queueSize" or "log.level"
            || (Segments.Count > 1 && Segments[0] is "timeouts" or "retries" or "queue" or "limits");

    /// <summary>For messages.</summary>
    public abstract string Expected { get; }

    public abstract bool TakesList { get; }

    /// <summary>Whether its value must not be shown or written into a readable file, given the names in its path.</summary>
    public Func<IReadOnlyList<string>, bool> IsSecret { get; init; } = _ => false;

    /// <returns>Null where the value is none of what the key takes.</returns>
    public abstract GatewayOptions? Apply(GatewayOptions options, IReadOnlyList<string> names, ConfigValue value);

    /// <returns>Null where it is not set.</returns>
    public abstract string? Show(GatewayOptions options, IReadOnlyList<string> names);

    /// <summary>The user's names in a concrete path.</summary>
    public IReadOnlyList<string> NamesIn(string path)
    {
        var parts = path.Split('.');
        return [.. parts.Where((_, i) => Segments[i] == "*")];
    }
}

/// <inheritdoc/>
internal sealed class OptionKey<T>(
    string pattern,
    ValueKind<T> kind,
    Func<GatewayOptions, IReadOnlyList<string>, T?> get,
    Func<GatewayOptions, IReadOnlyList<string>, T, GatewayOptions> set) : OptionKey(pattern)
{
    public override string Expected => kind.Expected;

    public override bool TakesList => kind.Shapes.Contains(Shape.List);

    public override GatewayOptions? Apply(GatewayOptions options, IReadOnlyList<string> names, ConfigValue value) =>
        kind.TryRead(value, out var read) ? set(options, names, read) : null;

    public override string? Show(GatewayOptions options, IReadOnlyList<string> names) =>
        get(options, names) is { } value ? kind.Write(value) : null;
}
