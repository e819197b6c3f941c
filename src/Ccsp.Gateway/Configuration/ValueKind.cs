using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Ccsp.Contracts;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Notifications.Mail;
using Ccsp.Gateway.Settings;

namespace Ccsp.Gateway.Configuration;

/// <summary>A type of value.</summary>
/// <param name="expected">For messages: “a whole number from 1 to 100”. Computed on demand: most commands need only a few of them.</param>
/// <param name="shape">The accepted JSON shape; text from the environment is always tried.</param>
/// <param name="read">Returns the value, or null when the text is not valid.</param>
/// <param name="write">How it is shown.</param>
internal sealed class ValueKind(Func<string> expected, Shape shape, Func<ConfigValue, object?> read, Func<object, string> write)
{
    public static ValueKind Secret { get; } = new(
        Settings.Secret.Expected, Shape.Text, v => v.Text.Length > 0 ? Settings.Secret.Parse(v.Text) : null, Plain);

    /// <summary>The same for a variable, which may be set to nothing.</summary>
    public static ValueKind Variable { get; } = new(
        Settings.Secret.Expected, Shape.Text, v => Settings.Secret.Parse(v.Text),
        secret => secret is Settings.Secret.Literal { Value: "" } ? "" : Plain(secret));

    public static ValueKind Presence { get; } = new("an object", Shape.Object, _ => true, _ => "");

    private static readonly Dictionary<Type, ValueKind> ByType = new()
    {
        [typeof(bool)] = new(
            "true or false",
            Shape.Flag,
            v => v.Text.ToUpperInvariant() switch
            {
                "TRUE" => true,
                "FALSE" => false,
                "1" or "YES" or "ON" when v.Shape == Shape.Untyped => true,
                "0" or "NO" or "OFF" when v.Shape == Shape.Untyped => false,
                _ => null,
            },
            flag => flag is true ? "true" : "false"),
        [typeof(TimeOnly)] = new(
            "a time of day such as 22:00",
            Shape.Text,
            v => TimeOnly.TryParseExact(v.Text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null,
            time => ((TimeOnly)time).ToString("HH:mm", CultureInfo.InvariantCulture)),
        [typeof(ListenAddress)] = new(
            "an address such as 127.0.0.1:3001", Shape.Text, v => ListenAddress.TryParse(v.Text, out var address) ? address : null, Plain),
        [typeof(Secret)] = Secret,
        [typeof(Durability)] = EnumValue<Durability>(),
        [typeof(EmergencyMode)] = EnumValue<EmergencyMode>(),
        [typeof(MailTls)] = EnumValue<MailTls>(),
        [typeof(OutputFormat)] = EnumValue(OutputFormat.Text, OutputFormat.StreamJson),
        [typeof(Severity)] = EnumValue<Severity>(),
    };

    private ValueKind(string expected, Shape shape, Func<ConfigValue, object?> read, Func<object, string> write)
        : this(() => expected, shape, read, write)
    {
    }

    public string Expected => expected();

    public Shape Shape => shape;

    /// <summary>The type of a property's value, by its type and attributes; null: it is a section with keys of its own.</summary>
    public static ValueKind? Of(Type declared, ValidationAttribute? rule)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        return rule switch
        {
            RangeAttribute range => Number(type, range),
            TextAttribute text => type == typeof(string) ? Text(text) : List(text),
            AllowedValuesAttribute allowed => Choice([.. allowed.Values.OfType<string>()]),
            _ => ByType.GetValueOrDefault(type),
        };
    }

    /// <returns>Null where the value is none of what the key takes.</returns>
    public object? Read(ConfigValue value) => value.Shape == Shape.Untyped || value.Shape == shape ? read(value) : null;

    public string Write(object value) => write(value);

    private static ValueKind Number(Type type, RangeAttribute range)
    {
        var (least, most) = (range.Minimum, range.Maximum);
        return type == typeof(int) ? Whole((int)least, (int)most)
            : type == typeof(long) ? AtLeast(Convert.ToInt64(least, CultureInfo.InvariantCulture))
            : Number(Convert.ToDouble(least, CultureInfo.InvariantCulture), Convert.ToDouble(most, CultureInfo.InvariantCulture));
    }

    private static ValueKind Whole(int least, int most) => new(
        string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"),
        Shape.Number,
        v => int.TryParse(v.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) && n >= least && n <= most
            ? n : null,
        Plain);

    private static ValueKind AtLeast(long least) => new(
        string.Create(CultureInfo.InvariantCulture, $"a whole number of at least {least}"),
        Shape.Number,
        v => long.TryParse(v.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) && n >= least ? n : null,
        Plain);

    private static ValueKind Number(double least, double most) => new(
        string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"),
        Shape.Number,
        v => double.TryParse(v.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) && n >= least && n <= most ? n : null,
        Plain);

    private static ValueKind Text(TextAttribute text) =>
        new(text.Expected, Shape.Text, v => text.IsValid(v.Text) ? v.Text : null, Plain);

    /// <summary>A list of texts; from the environment separated by colons as in PATH.</summary>
    private static ValueKind List(TextAttribute text) => new(
        text.Expected,
        Shape.List,
        v => (v.Items ?? v.Text.Split(':', StringSplitOptions.RemoveEmptyEntries)) is { Count: > 0 } items && items.All(text.IsValid)
            ? items : null,
        items => string.Join(", ", (IReadOnlyList<string>)items));

    private static ValueKind Choice(IReadOnlyList<string> words) => new(
        "one of " + string.Join(", ", words),
        Shape.Text,
        v => words.FirstOrDefault(word => word.Equals(v.Text, StringComparison.OrdinalIgnoreCase)),
        Plain);

    private static ValueKind EnumValue<T>(params IReadOnlyList<T> allowed)
        where T : struct, Enum => new(
        () => "one of " + string.Join(", ", allowed.Count == 0 ? EnumNames<T>.All : allowed.Select(EnumNames<T>.Of)),
        Shape.Text,
        v => EnumNames<T>.TryParse(v.Text, out var word) && (allowed.Count == 0 || allowed.Contains(word)) ? word : null,
        word => EnumNames<T>.Of((T)word));

    private static string Plain(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
