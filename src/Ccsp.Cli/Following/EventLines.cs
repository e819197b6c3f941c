using Ccsp.Cli.Times;
using Ccsp.Contracts;

namespace Ccsp.Cli.Following;

/// <summary>A line of text on stdout per event that says something to a person; <c>--json</c> shows all there is.</summary>
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
