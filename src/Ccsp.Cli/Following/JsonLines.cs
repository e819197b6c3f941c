using System.Text.Json;
using Ccsp.Contracts;

namespace Ccsp.Cli.Following;

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
