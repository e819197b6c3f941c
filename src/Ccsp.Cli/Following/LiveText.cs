using System.Text;
using Ccsp.Contracts;

namespace Ccsp.Cli.Following;

/// <summary>
/// Shows the agent's texts and tools on the terminal's stderr. The agent's last text is the result, which goes to stdout, so each text is
/// held back until something follows it. A program's plain lines are shown at once: all of them are the result.
/// </summary>
internal sealed class LiveText(Shell shell) : IEventView
{
    /// <summary>Characters; more than the gateway keeps of a result. Longer ones are not compared.</summary>
    private const int MostCompared = 4 << 20;

    private readonly StringBuilder _plain = new();
    private bool _isComparable = true;
    private string? _pending;

    public void Show(EventEnvelope received)
    {
        if (received.Type == EventTypes.TaskOutputMissing && EventLine.Message(received) is { } missing)
        {
            shell.Error.WriteLine($"ccsp: {missing}");
            return;
        }

        if (!shell.IsErrorTerminal)
            return;
        if (received.Type != EventTypes.TaskOutput)
        {
            if (received.Type == EventTypes.TaskStarted)
                BeginRun();
            if (EventLine.Of(received) is { } line)
                Progress.Say(shell, line);
            return;
        }

        foreach (var line in AgentLines.Of(received))
        {
            FlushPending();
            if (line.IsPlain)
                ShowPlain(line.Says ?? "");
            else
                _pending = line.Says;
            if (line.Uses is { } tool)
                Progress.Say(shell, $"uses {tool}");
        }
    }

    public void Finish() => _pending = null;

    /// <summary>Whether the terminal already shows the whole answer.</summary>
    public bool HasShown(TaskView task) =>
        shell.IsOutTerminal && task is { ResultTruncated: not true, StructuredResult: null, Result: { Length: > 0 } result }
        && _isComparable && _plain.Length > 0
        && Comparable(_plain.ToString()) == Comparable(result);

    private static string Comparable(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n');

    private void BeginRun()
    {
        _plain.Clear();
        _isComparable = true;
    }

    private void ShowPlain(string line)
    {
        shell.Error.WriteLine(line);
        _isComparable &= _plain.Length + line.Length < MostCompared;
        if (_isComparable)
            _plain.Append(line).Append('\n');
    }

    private void FlushPending()
    {
        if (_pending is { } text)
            shell.Error.WriteLine(text);
        _pending = null;
    }
}
