using System.Text.Json;

namespace Ccsp.Gateway.Engines;

/// <summary>
/// Finds the events in a line that is not a single JSON document: shells set titles, progress bars move the cursor, package managers print
/// notices, and two writers may omit the line end between them. An event cost money to produce, so it must not be lost.
/// </summary>
internal static class NoisyLine
{
    private const byte Escape = 0x1B;
    private const byte Bell = 0x07;

    /// <summary>Each attempt may scan the rest of the line; a line of a million braces holds no events.</summary>
    private const int Attempts = 64;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = 256 };

    private static readonly string[] Types = ["system", "assistant", "user", "result", "rate_limit_event", "stream_event"];

    public static IReadOnlyList<JsonElement> Events(ReadOnlySpan<byte> line)
    {
        if (line.IndexOf((byte)'{') < 0)
            return [];
        var clean = WithoutControls(line).AsSpan();
        var found = new List<JsonElement>();
        var at = 0;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var brace = clean[at..].IndexOf((byte)'{');
            if (brace < 0)
                break;
            at += brace;
            var length = LengthOfObject(clean[at..], out var cut);
            if (length > 0 && JsonLine.Read(clean.Slice(at, length)) is { } json && IsEvent(json))
                found.Add(json);
            // Truncated: what follows are its parts, not separate events.
            if (cut)
                break;
            at += Math.Max(length, 1);
        }

        return found;
    }

    /// <summary>Tells events from parts of a broken event, such as a tool's input.</summary>
    private static bool IsEvent(JsonElement json) =>
        json.TextOf("type") is { } type && (Types.Contains(type, StringComparer.Ordinal) || json.TextOf("session_id") is not null);

    /// <returns>0 when no object begins here.</returns>
    private static int LengthOfObject(ReadOnlySpan<byte> text, out bool cut)
    {
        cut = false;
        var reader = new Utf8JsonReader(text, isFinalBlock: false, new JsonReaderState(Options));
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth == 0 && reader.TokenType == JsonTokenType.EndObject)
                    return (int)reader.BytesConsumed;
            }

            cut = true;
            return 0;
        }
        catch (JsonException)
        {
            return 0;
        }
    }

    /// <summary>Removes terminal sequences and control bytes, which JSON never contains, not even in strings.</summary>
    private static byte[] WithoutControls(ReadOnlySpan<byte> line)
    {
        var kept = new byte[line.Length];
        var count = 0;
        for (var i = 0; i < line.Length;)
        {
            if (line[i] == Escape)
                i += SequenceLength(line[i..]);
            else if (line[i] < 0x20 || line[i] == 0x7F)
                i++;
            else
                kept[count++] = line[i++];
        }

        return kept[..count];
    }

    private static int SequenceLength(ReadOnlySpan<byte> text)
    {
        if (text.Length < 2)
            return 1;
        return text[1] switch
        {
            (byte)'[' => 2 + FinalOfControl(text[2..]),
            (byte)']' or (byte)'P' or (byte)'_' or (byte)'^' or (byte)'X' => StringLength(text),
            // ESC, intermediate bytes such as the bracket of a character set, one final byte.
            >= 0x20 and < 0x30 => Math.Min(3, text.Length),
            >= 0x30 and < 0x7F => 2,
            _ => 1,
        };
    }

    private static int FinalOfControl(ReadOnlySpan<byte> rest)
    {
        var length = rest.IndexOfAnyExceptInRange((byte)0x20, (byte)0x3F);
        return length < 0 ? rest.Length : rest[length] is >= 0x40 and < 0x7F ? length + 1 : length;
    }

    /// <summary>Up to BEL or ESC \. An unterminated one is cut after its introducer, so that it does not swallow the next event.</summary>
    private static int StringLength(ReadOnlySpan<byte> text)
    {
        var end = text[2..].IndexOfAny(Bell, Escape);
        if (end < 0)
            return 2;
        end += 2;
        return text[end] == Bell ? end + 1 : end + 1 < text.Length && text[end + 1] == '\\' ? end + 2 : end;
    }
}
