using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;

namespace Ccsp.Gateway.Telemetry;

/// <summary>
/// One log event as one JSON line: <c>timestamp</c>, <c>level</c> in upper case, <c>message</c>, <c>category</c>, the values of the
/// message, <c>exception</c>.
/// </summary>
internal sealed class LogLine : ITextFormatter
{
    /// <summary>Without quotes around text values.</summary>
    private static readonly MessageTemplateTextFormatter Message = new("{Message:lj}", CultureInfo.InvariantCulture);

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line, Options))
        {
            json.WriteStartObject();
            json.WriteString("timestamp", Timestamp(logEvent.Timestamp));
            json.WriteString("level", Level(logEvent.Level));
            json.WriteString("message", Render(logEvent));
            foreach (var (name, value) in logEvent.Properties)
                WriteProperty(json, name, value);
            if (logEvent.Exception is { } exception)
                json.WriteString("exception", exception.ToString());
            json.WriteEndObject();
        }

        output.WriteLine(System.Text.Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length));
    }

    /// <summary>The line written in place of lost ones.</summary>
    public static string Lost(DateTimeOffset now, long lines) =>
        $$"""{"timestamp":"{{Timestamp(now)}}","level":"WARN","message":"{{lines}} lines before this one could not be written: the disk """
            + $$"""of the log did not take them"}""" + "\n";

    private static string Timestamp(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    /// <summary>The message alone.</summary>
    public static string Render(LogEvent logEvent)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        Message.Format(logEvent, text);
        return text.ToString();
    }

    private static void WriteProperty(Utf8JsonWriter json, string name, LogEventPropertyValue value)
    {
        // Events are named methods; the numeric event id is a meaningless hash.
        if (name == "EventId" && value is StructureValue { Properties: var parts })
            WriteValue(json, "event", parts.FirstOrDefault(part => part.Name == "Name")?.Value ?? value);
        else
            WriteValue(json, name == "SourceContext" ? "category" : JsonNamingPolicy.CamelCase.ConvertName(name), value);
    }

    private static void WriteValue(Utf8JsonWriter json, string name, LogEventPropertyValue value)
    {
        json.WritePropertyName(name);
        switch ((value as ScalarValue)?.Value)
        {
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case double number: json.WriteNumberValue(number); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case string text: json.WriteStringValue(text); break;
            default: json.WriteStringValue(value.ToString()); break;
        }
    }

    private static string Level(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose => "TRACE",
        LogEventLevel.Debug => "DEBUG",
        LogEventLevel.Information => "INFO",
        LogEventLevel.Warning => "WARN",
        LogEventLevel.Error => "ERROR",
        _ => "FATAL",
    };
}
