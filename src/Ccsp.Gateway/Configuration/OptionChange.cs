namespace Ccsp.Gateway.Configuration;

/// <summary>A key whose value has changed.</summary>
/// <param name="Before">The displayable value.</param>
/// <param name="IsLive">Whether a running gateway applies it.</param>
internal sealed record OptionChange(string Path, string? Before, string? After, bool IsLive)
{
    public override string ToString() => Before == After ? $"{Path} (a secret)" : $"{Path} {Before ?? "-"} → {After ?? "-"}";

    public static IReadOnlyList<OptionChange> Between(OptionsResult.Loaded before, OptionsResult.Loaded after)
    {
        var old = before.Values.ToDictionary(value => value.Path, StringComparer.Ordinal);
        var fresh = after.Values.ToDictionary(value => value.Path, StringComparer.Ordinal);
        return [.. old.Keys.Union(fresh.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(
                path => new OptionChange(
                    path, old.GetValueOrDefault(path)?.Value, fresh.GetValueOrDefault(path)?.Value, OptionsLoader.KeyOf(path).IsLive))
            .Where(change => change.Before != change.After || Written(before, change.Path) != Written(after, change.Path))];
    }

    /// <summary>Compares the written values, because a masked value may change behind its mask.</summary>
    private static string? Written(OptionsResult.Loaded loaded, string path) =>
        OptionsLoader.KeyOf(path).HoldsSecret && loaded.Written.GetValueOrDefault(path) is { } value ? value.Text : null;
}
