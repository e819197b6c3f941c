namespace Ccsp.Gateway.Engines;

/// <summary>The tool calls of a run whose results are pending. Bounded; calls beyond the bound are not waited for.</summary>
internal sealed class ToolsInFlight
{
    private const int Most = 1000;

    private readonly HashSet<string> _calls = new(StringComparer.Ordinal);
    private string? _messageId;

    public bool Any => _calls.Count > 0;

    /// <summary>
    /// A new message of the main model means that its earlier tools are done, even if a result was never reported. A message may arrive in
    /// several parts, and a sub-agent writes while its own call is in flight.
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
