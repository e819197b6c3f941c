namespace Ccsp.Gateway.Engines;

/// <summary>The tool calls of a run whose results are still to come. Bounded; calls beyond the bound are not waited for.</summary>
internal sealed class ToolsInFlight
{
    private const int Most = 1000;

    private readonly HashSet<string> _calls = new(StringComparer.Ordinal);
    private string? _messageId;

    public bool Any => _calls.Count > 0;

    /// <summary>
    /// A new message of the model itself comes only when the tools of the one before are done, even if a result was never told. One message
    /// may come in several pieces, and a sub-agent speaks while its own call is in flight.
    /// </summary>
    public void Called(EngineEvent.Assistant assistant)
    {
        if (!assistant.IsSubagent && (assistant.MessageId is null || assistant.MessageId != _messageId))
        {
            _calls.Clear();
            _messageId = assistant.MessageId;
        }

        foreach (var id in assistant.ToolIds.Take(Most - _calls.Count))
            _calls.Add(id);
    }

    public void Returned(EngineEvent.ToolResult results) => _calls.ExceptWith(results.ToolIds);

    public void Clear() => _calls.Clear();
}
