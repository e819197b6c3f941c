using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>A value with the number of its version before it: <c>12 {…}</c>. A write says which version it rests on and puts the
/// next.</summary>
internal static class VersionedDocument
{
    public static byte[] Write<T>(long version, T value, JsonTypeInfo<T> type)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(value, type);
        Span<byte> number = stackalloc byte[24];
        Utf8Formatter.TryFormat(version, number, out var length);
        number[length++] = (byte)' ';
        return [.. number[..length], .. json];
    }

    /// <exception cref="InvalidDataException">It makes no sense.</exception>
    public static (long Version, T Value) Read<T>(byte[] document, JsonTypeInfo<T> type)
    {
        var space = Array.IndexOf(document, (byte)' ');
        if (space < 0 || !Utf8Parser.TryParse(document.AsSpan(0, space), out long version, out _))
            throw new InvalidDataException($"A document begins with its version, not with "
                + $"'{Encoding.UTF8.GetString(document.AsSpan(0, Math.Min(20, document.Length)))}'.");
        try
        {
            return (version, JsonSerializer.Deserialize(document.AsSpan(space + 1), type)!);
        }
        catch (Exception ex) when (ex is JsonException or FormatException or ArgumentException)
        {
            throw new InvalidDataException(
                string.Create(CultureInfo.InvariantCulture, $"Version {version} of a document cannot be read: {ex.Message}"), ex);
        }
    }
}
