using System.Globalization;

namespace Ccsp.Gateway.Configuration;

/// <summary>What a key takes.</summary>
/// <param name="expected">For messages: “a whole number from 1 to 100”.</param>
/// <param name="read">The value, or null where the text is none.</param>
/// <param name="shapes">JSON shapes it accepts; text from the environment is always tried.</param>
/// <param name="write">How it is shown.</param>
internal sealed class ValueKind<T>(
    string expected, Func<ConfigValue, (bool Ok, T Value)> read, IReadOnlyList<Shape> shapes, Func<T, string> write)
{
    public string Expected => expected;

    public bool TryRead(ConfigValue value, out T read_)
    {
        read_ = default!;
        if (value.Shape != Shape.Untyped && !shapes.Contains(value.Shape))
            return false;
        (var ok, read_) = read(value);
        return ok;
    }

    public string Write(T value) => write(value);

    public IReadOnlyList<Shape> Shapes => shapes;
}

/// <summary>The kinds of values.</summary>
internal static class ValueKind
{
    public static ValueKind<int> Whole(int least, int most) => new(
        string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"),
        v => (int.TryParse(v.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) && n >= least && n <= most, n),
        [Shape.Number],
        n => n.ToString(CultureInfo.InvariantCulture));

    public static ValueKind<long> Long(long least) => new(
        string.Create(CultureInfo.InvariantCulture, $"a whole number of at least {least}"),
        v => (long.TryParse(v.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) && n >= least, n),
        [Shape.Number],
        n => n.ToString(CultureInfo.InvariantCulture));

    public static ValueKind<double> Number(double least, double most) => new(
        string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"),
        v => (double.TryParse(v.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) && n >= least && n <= most, n),
        [Shape.Number],
        n => n.ToString(CultureInfo.InvariantCulture));

    /// <summary>The same for a key that may be left out for good.</summary>
    public static ValueKind<T?> Maybe<T>(ValueKind<T> kind)
        where T : struct => new(
        kind.Expected,
        v => kind.TryRead(v, out var n) ? (true, n) : (false, null),
        kind.Shapes,
        n => kind.Write(n!.Value));

    public static ValueKind<bool> Flag { get; } = new(
        "true or false",
        v => v.Text.ToUpperInvariant() switch
        {
            "TRUE" => (true, true),
            "FALSE" => (true, false),
            "1" or "YES" or "ON" when v.Shape == Shape.Untyped => (true, true),
            "0" or "NO" or "OFF" when v.Shape == Shape.Untyped => (true, false),
            _ => (false, false),
        },
        [Shape.Flag],
        b => b ? "true" : "false");

    public static ValueKind<string> Text(string expected, Func<string, bool> isValid) =>
        new(expected, v => (isValid(v.Text), v.Text), [Shape.Text], s => s);

    public static ValueKind<string> NonEmpty(string expected) =>
        Text(expected, s => !string.IsNullOrWhiteSpace(s) && !s.Contains('\0', StringComparison.Ordinal));

    public static ValueKind<string> Choice(params string[] words) => new(
        "one of " + string.Join(", ", words),
        v => (words.Contains(v.Text.ToLowerInvariant(), StringComparer.Ordinal), v.Text.ToLowerInvariant()),
        [Shape.Text],
        s => s);

    /// <summary>A list of texts; from the environment separated by colons as in PATH.</summary>
    public static ValueKind<IReadOnlyList<string>> List(string expected, Func<string, bool> isValid) => new(
        expected,
        v =>
            (v.Items ?? v.Text.Split(':', StringSplitOptions.RemoveEmptyEntries)) is var items
                ? (items.Count > 0 && items.All(isValid), items)
                : default,
        [Shape.List],
        items => string.Join(", ", items));

    public static ValueKind<Secret> Secret { get; } = new(
        "a text, or a reference: secret:env:NAME, secret:file:PATH, secret:exec:COMMAND",
        v => Configuration.Secret.Parse(v.Text) is { } secret && v.Text.Length > 0 ? (true, secret) : (false, null!),
        [Shape.Text],
        s => s.ToString());

    /// <summary>The same for a variable, which may be set to nothing.</summary>
    public static ValueKind<Secret> Variable { get; } = new(
        Secret.Expected,
        v => Configuration.Secret.Parse(v.Text) is { } secret ? (true, secret) : (false, null!),
        [Shape.Text],
        s => s is Configuration.Secret.Literal { Value: "" } ? "" : s.ToString());

    public static ValueKind<bool> Presence { get; } = new("an object", _ => (true, true), [Shape.Object], _ => "");
}
