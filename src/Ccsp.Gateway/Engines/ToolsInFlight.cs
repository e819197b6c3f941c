namespace Ccsp.Gateway.Engines;

/// <summary>The tool calls of a run whose results are still to come. Bounded; calls beyond the bound are not waited for.</summary>
internal sealed class ToolsInFlight
{
    private const int Most = 1000;

    private readonly HashSet<string> calls = new(StringComparer.Ordinal);
    private string? messageId;

    public bool Any => calls.Count > 0;

    /// <summary>
    /// A new message of the model itself comes only when the tools of the one before are done, even if a result was never told. One message
    /// may come in several pieces, and a sub-agent speaks while its own call is in flight.
    /// </summary>
    public void Called(EngineEvent.Assistant assistant)
    {
        if (!assistant.IsSubagent && (assistant.MessageId is null || assistant.MessageId != messageId))
        {
            calls.Clear();
            messageId = assistant.MessageId;
        }

        foreach (var id in assistant.ToolIds.Take(Most - calls.Count))
            calls.Add(id);
    }

    public void Returned(EngineEvent.ToolResult results) => calls.ExceptWith(results.ToolIds);

    public void Clear() => calls.Clear();
}
