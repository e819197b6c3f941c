using Ccsp.Cli.Times;
using Ccsp.Contracts;

namespace Ccsp.Cli.Following;

/// <summary>Prints a line per event that people read; <c>--json</c> shows all events.</summary>
internal sealed class EventLines(Shell shell) : IEventView
{
    public void Show(EventEnvelope received)
    {
        var time = received.At is { } at ? LocalTime.Of(at, shell) + " " : "";
        foreach (var text in EventLine.Of(received) is { } line ? [line] : Said(received))
            shell.Out.WriteLine(time + text);
        shell.Out.Flush();
    }

    public void Finish()
    {
    }

    private static IEnumerable<string> Said(EventEnvelope received) =>
        AgentLines.Of(received).Select(line => line.Says is { } text ? $"says: {text}" : $"uses: {line.Uses}");
}
