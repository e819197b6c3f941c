using System.Text.Json;
using Ccsp.Contracts;

namespace Ccsp.Cli;

/// <summary>
/// Shows on a terminal's stderr what the agent says and which tools it uses. The last text is the result, which goes to stdout, so each text
/// waits until something follows it.
/// </summary>
internal sealed class LiveText(Shell shell) : IEventView
{
    private string? _pending;

    public void Show(EventEnvelope received)
    {
        if (!shell.IsErrorTerminal)
            return;
        if (received.Type != EventTypes.TaskOutput)
        {
            if (EventLine.Of(received) is { } line)
                Progress.Say(shell, line);
            return;
        }

        if (received.Data is { ValueKind: JsonValueKind.Object } data && data.TryGetProperty("event", out var agentEvent))
            ShowAgent(agentEvent);
    }

    public void Finish() => _pending = null;

    private void ShowAgent(JsonElement agentEvent)
    {
        if (Text(agentEvent, "type") != "assistant" || !agentEvent.TryGetProperty("message", out var message)
            || message.ValueKind != JsonValueKind.Object || !message.TryGetProperty("content", out var content) || content.ValueKind != JsonValueKind.Array)
            return;
        foreach (var part in content.EnumerateArray().Where(p => p.ValueKind == JsonValueKind.Object))
        {
            if (Text(part, "type") == "text")
            {
                FlushPending();
                _pending = Text(part, "text");
            }
            else if (Text(part, "type") == "tool_use")
            {
                FlushPending();
                Progress.Say(shell, $"uses {Text(part, "name")}");
            }
        }
    }

    private void FlushPending()
    {
        if (_pending is { } text)
            shell.Error.WriteLine(PlainText.ForTerminal(text));
        _pending = null;
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
