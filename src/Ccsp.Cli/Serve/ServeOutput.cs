using Ccsp.Cli.Terminal;
using Ccsp.Gateway.Processes;

namespace Ccsp.Cli.Serve;

/// <summary>Messages for the person who started the gateway. Without a reader the gateway continues; a closed terminal gets none.</summary>
internal sealed class ServeOutput(Shell shell)
{
    private readonly OwnTerminal _terminal = new();

    public void Say(string line)
    {
        if (shell.IsOutTerminal && _terminal.IsGone)
            return;
        try
        {
            shell.Out.WriteLine(line);
        }
        catch (StandardOutputFailure)
        {
            // The log has it too.
        }
    }

    public void Warn(string line)
    {
        if (!shell.IsErrorTerminal || !_terminal.IsGone)
            shell.Error.WriteLine("ccsp: " + PlainText.OneLine(line, 2000));
    }
}
