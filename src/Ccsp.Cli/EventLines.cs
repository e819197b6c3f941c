using System.Globalization;
using System.Text.Json;
using Ccsp.Contracts;

namespace Ccsp.Cli;

/// <summary>One line of text on stdout per event; output lines as they are.</summary>
internal sealed class EventLines(Shell shell) : IEventView
{
    public void Show(EventEnvelope received)
    {
        var time = received.At?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z' ", CultureInfo.InvariantCulture) ?? "";
        var text = EventLine.Of(received) ?? Output(received);
        shell.Out.WriteLine(time + (shell.IsOutTerminal ? PlainText.ForTerminal(text) : text));
        shell.Out.Flush();
    }

    public void Finish()
    {
    }

    private static string Output(EventEnvelope received) =>
        received.Data is { ValueKind: JsonValueKind.Object } data && data.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String
            ? $"{received.Type}: {text.GetString()}"
            : $"{received.Type}: {(received.Data is { ValueKind: JsonValueKind.Object } d && d.TryGetProperty("event", out var e) ? e.GetRawText() : "")}";
}
