using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Configuration;

namespace Ccsp.Cli.Config;

/// <summary>Formats values and findings as JSON.</summary>
internal static class ConfigJson
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    public static void WriteValues(Shell shell, IReadOnlyList<EffectiveValue> values) => Write(shell, json =>
    {
        foreach (var value in values)
        {
            json.WriteStartObject();
            json.WriteString("key", value.Path);
            json.WriteString("value", value.Value);
            json.WriteString("source", value.Source);
            json.WriteEndObject();
        }
    });

    /// <param name="notes">What is no mistake but will be missed.</param>
    public static void WriteFindings(Shell shell, IReadOnlyList<ConfigFinding> findings, IReadOnlyList<ConfigFinding> notes) =>
        Write(shell, json =>
        {
            WriteAll(json, findings, Severity.Error);
            WriteAll(json, notes, Severity.Warning);
        });

    private static void WriteAll(Utf8JsonWriter json, IReadOnlyList<ConfigFinding> findings, Severity severity)
    {
        foreach (var finding in findings)
        {
            json.WriteStartObject();
            json.WriteString("source", finding.Source.Name);
            if (finding.Source.Line is { } line)
                json.WriteNumber("line", line);
            if (finding.Source.Column is { } column)
                json.WriteNumber("column", column);
            json.WriteString("key", finding.Path);
            json.WriteString("message", finding.Message);
            json.WriteString("severity", EnumNames<Severity>.Of(severity));
            json.WriteEndObject();
        }
    }

    private static void Write(Shell shell, Action<Utf8JsonWriter> items)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            json.WriteStartArray();
            items(json);
            json.WriteEndArray();
        }

        shell.Out.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }
}
