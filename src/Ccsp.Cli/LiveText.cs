using Ccsp.Contracts;

namespace Ccsp.Cli;

/// <summary>
/// Shows on a terminal's stderr what the agent says and which tools it uses. The last text is the result, which goes to stdout, so each
/// text waits until something follows it.
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

        foreach (var line in AgentLines.Of(received))
        {
            FlushPending();
            _pending = line.Says;
            if (line.Uses is { } tool)
                Progress.Say(shell, $"uses {tool}");
        }
    }

    public void Finish() => _pending = null;

    private void FlushPending()
    {
        if (_pending is { } text)
            shell.Error.WriteLine(text);
        _pending = null;
    }
}
