using Ccsp.Cli.Terminal;
using Ccsp.Gateway.Processes;

namespace Ccsp.Cli.Serve;

/// <summary>What a gateway says to whoever started it; it goes on when nobody reads it, and says nothing to a terminal that is
/// gone.</summary>
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
            // The log has it as well.
        }
    }

    public void Warn(string line)
    {
        if (!shell.IsErrorTerminal || !_terminal.IsGone)
            shell.Error.WriteLine("ccsp: " + PlainText.OneLine(line, 2000));
    }
}
