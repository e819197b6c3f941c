namespace Ccsp.Gateway.Configuration;

/// <summary>A key with its effective value.</summary>
/// <param name="Value">The displayable value: secrets masked; null: not set.</param>
/// <param name="Source">Where the value comes from.</param>
internal sealed record EffectiveValue(string Path, string? Value, string Source)
{
    private static readonly string[] BuiltIn =
    [
        "engines.claude.kind", "engines.claude.path", "engines.claude.maxRetries", "profiles.default.engine",
    ];

    public static IReadOnlyList<EffectiveValue> Of(GatewayOptions options, IReadOnlyDictionary<string, ConfigValue> winners)
    {
        var named = winners.Values.Where(v => v.Shape != Shape.Object).Select(v => v.Path).Union(BuiltIn, StringComparer.Ordinal).ToList();
        var effective = new List<EffectiveValue>();
        foreach (var key in OptionKeys.All.Where(k => !k.IsSection))
        {
            IEnumerable<string> paths = key.HasNames
                ? named.Where(p => Matches(key, p)).Order(StringComparer.Ordinal)
                : new[] { key.Pattern }.AsEnumerable();
            effective.AddRange(paths.Select(p => Show(key, p, options, winners.GetValueOrDefault(p))));
        }

        return effective;
    }

    private static EffectiveValue Show(OptionKey key, string path, GatewayOptions options, ConfigValue? winner)
    {
        var source = (winner?.Source ?? ConfigSource.Default).ToString();
        var names = key.NamesIn(path);
        // A profile variable whose name does not suggest a secret is shown, so that people can find typing errors.
        var value = key.HoldsSecret && !key.IsSecret(names) && winner is not null ? winner.Text : key.Show(options, names);
        return new EffectiveValue(path, value, source);
    }

    private static bool Matches(OptionKey key, string path)
    {
        var parts = path.Split('.');
        return parts.Length == key.Segments.Count && parts.Zip(key.Segments).All(p => p.Second == "*" || p.First == p.Second);
    }
}
