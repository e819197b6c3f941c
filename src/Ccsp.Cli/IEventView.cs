using System.Text.Json;
using Ccsp.Contracts;

namespace Ccsp.Cli;

/// <summary>Shows the events of a task as they arrive.</summary>
internal interface IEventView
{
    void Show(EventEnvelope received);

    /// <summary>Nothing follows.</summary>
    void Finish();
}

/// <summary>One line of JSON on stdout per event.</summary>
internal sealed class JsonLines(Shell shell) : IEventView
{
    public void Show(EventEnvelope received)
    {
        shell.Out.WriteLine(JsonSerializer.Serialize(received, CcspJson.Wire.EventEnvelope));
        shell.Out.Flush();
    }

    public void Finish()
    {
    }
}
