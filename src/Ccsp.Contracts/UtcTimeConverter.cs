using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>
/// JSON format of times: ISO 8601, UTC with <c>Z</c>, whole milliseconds. Any offset is accepted; a time without one is refused, because
/// its meaning would depend on the machine.
/// </summary>
public sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <inheritdoc />
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TryParse(reader.GetString(), out var time) ? time : throw new JsonException();

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<byte> text = stackalloc byte[Format.Length];
        value.UtcDateTime.TryFormat(text, out var length, Format, CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }

    /// <summary>Reads an ISO 8601 time with an offset or <c>Z</c>.</summary>
    /// <param name="text">For example <c>2025-11-20T16:00:00Z</c>.</param>
    /// <param name="time">The time in UTC, in whole milliseconds.</param>
    /// <returns>Whether it is valid.</returns>
    public static bool TryParse(string? text, out DateTimeOffset time)
    {
        time = default;
        // RoundtripKind distinguishes times with an offset from those without, which have no kind.
        if (text is null or { Length: > 40 } || text.AsSpan().IndexOf('T') != 10
            || !DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var read)
                || read.Kind == DateTimeKind.Unspecified
            || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var exact))
            return false;
        time = DateTimeOffset.FromUnixTimeMilliseconds(exact.ToUnixTimeMilliseconds());
        return true;
    }
}
