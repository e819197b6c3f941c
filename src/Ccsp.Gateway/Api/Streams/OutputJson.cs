using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Ccsp.Gateway.Api.Streams;

/// <summary>
/// Writes one line of output as the <c>data</c> of a <c>task.output</c> event: a JSON object unchanged, anything else as text.
/// </summary>
internal static class OutputJson
{
    private static readonly JsonReaderOptions Reading = new() { MaxDepth = 512 };

    public static void Write(Utf8JsonWriter json, int run, int line, ReadOnlySpan<byte> bytes, bool cut)
    {
        json.WriteStartObject();
        json.WriteNumber("run"u8, run);
        json.WriteNumber("line"u8, line);
        // The stream must be valid UTF-8; the exact bytes are available in the raw output.
        var text = System.Text.Unicode.Utf8.IsValid(bytes) ? bytes : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes));
        if (!cut && IsObject(text))
        {
            json.WritePropertyName("event"u8);
            json.WriteRawValue(text.Contains((byte)'\r') ? WithoutReturns(text) : text, skipInputValidation: true);
        }
        else
        {
            json.WriteString("text"u8, text.EndsWith("\r"u8) ? text[..^1] : text);
        }

        if (cut)
            json.WriteBoolean("truncated"u8, true);
        json.WriteEndObject();
    }

    /// <summary>The first and last character nearly always decide, which avoids an exception for plain text.</summary>
    private static bool IsObject(ReadOnlySpan<byte> text)
    {
        var trimmed = text.Trim(" \t\r"u8);
        if (trimmed.Length < 2 || trimmed[0] != '{' || trimmed[^1] != '}')
            return false;
        try
        {
            var reader = new Utf8JsonReader(trimmed, Reading);
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>In valid JSON a carriage return is only white space between tokens, but it would end the event stream's line.</summary>
    private static byte[] WithoutReturns(ReadOnlySpan<byte> text)
    {
        var kept = new ArrayBufferWriter<byte>(text.Length);
        foreach (var range in text.Split((byte)'\r'))
            kept.Write(text[range]);
        return kept.WrittenSpan.ToArray();
    }
}
