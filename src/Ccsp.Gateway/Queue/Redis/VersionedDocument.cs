using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>A value prefixed by its version: <c>12 {…}</c>. A write guards the version it rests on and stores the next.</summary>
internal static class VersionedDocument
{
    public static byte[] Write<T>(long version, T value, JsonTypeInfo<T> type) =>
        Write(version, JsonSerializer.SerializeToUtf8Bytes(value, type));

    public static byte[] Write(long version, byte[] json)
    {
        Span<byte> number = stackalloc byte[24];
        Utf8Formatter.TryFormat(version, number, out var length);
        number[length++] = (byte)' ';
        return [.. number[..length], .. json];
    }

    /// <exception cref="InvalidDataException">The document is invalid.</exception>
    public static (long Version, T Value) Read<T>(byte[] document, JsonTypeInfo<T> type)
    {
        var begin = Begin(document, out var version);
        try
        {
            return (version, JsonSerializer.Deserialize(document.AsSpan(begin), type)!);
        }
        catch (Exception ex) when (ex is JsonException or FormatException or ArgumentException)
        {
            throw new InvalidDataException(
                string.Create(CultureInfo.InvariantCulture, $"Version {version} of a document cannot be read: {ex.Message}"), ex);
        }
    }

    /// <exception cref="InvalidDataException">It does not begin with a version.</exception>
    public static (long Version, byte[] Json) Split(byte[] document)
    {
        var begin = Begin(document, out var version);
        return (version, document[begin..]);
    }

    private static int Begin(byte[] document, out long version)
    {
        var space = Array.IndexOf(document, (byte)' ');
        return space >= 0 && Utf8Parser.TryParse(document.AsSpan(0, space), out version, out _)
            ? space + 1
            : throw new InvalidDataException("A document begins with its version, not with "
                + $"'{Encoding.UTF8.GetString(document.AsSpan(0, Math.Min(20, document.Length)))}'.");
    }
}
