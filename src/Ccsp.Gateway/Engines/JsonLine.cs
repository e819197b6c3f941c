using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Ccsp.Gateway.Engines;

/// <summary>
/// Parses a line of bytes as JSON whose strings can all be read. CLIs really write two things that would otherwise throw later, when a
/// string is used: invalid UTF-8, and lone surrogates (<c>"\ud83d"</c>, from text cut inside an emoji).
/// </summary>
internal static class JsonLine
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 256 };

    /// <summary>Null when the line is not a JSON object or array.</summary>
    public static JsonElement? Read(ReadOnlySpan<byte> line)
    {
        var start = line.TrimStart(" \t"u8);
        if (start.IsEmpty || start[0] is not ((byte)'{' or (byte)'['))
            return null;
        var clean = Utf8.IsValid(line) ? line : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(line));
        if (MayHoldSurrogates(clean))
            clean = WithoutLoneSurrogates(clean);
        try
        {
            return JsonElement.Parse(clean, Options);
        }
        catch (JsonException)
        {
            // Truncated or not JSON: the caller treats the line as text.
            return null;
        }
    }

    private static bool MayHoldSurrogates(ReadOnlySpan<byte> line) => line.IndexOf("\\ud"u8) >= 0 || line.IndexOf("\\uD"u8) >= 0;

    private static byte[] WithoutLoneSurrogates(ReadOnlySpan<byte> line)
    {
        var all = new ArrayBufferWriter<byte>(line.Length);
        for (var i = 0; i < line.Length;)
        {
            if (line[i] != '\\' || i + 1 >= line.Length)
            {
                all.Write(line.Slice(i++, 1));
                continue;
            }

            var unit = EscapeAt(line, i);
            var length = unit is null ? 2 : 6;
            if (unit is { } high && char.IsHighSurrogate(high) && EscapeAt(line, i + 6) is { } low && char.IsLowSurrogate(low))
                length = 12;
            else if (unit is { } lone && char.IsSurrogate(lone))
                all.Write("\\ufffd"u8);
            if (length == 12 || unit is null || !char.IsSurrogate(unit.Value))
                all.Write(line.Slice(i, length));
            i += length;
        }

        return all.WrittenSpan.ToArray();
    }

    private static char? EscapeAt(ReadOnlySpan<byte> line, int at) =>
        at + 6 <= line.Length && line[at] == '\\' && line[at + 1] == 'u'
        && ushort.TryParse(line.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;
}
