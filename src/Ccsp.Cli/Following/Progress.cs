using Ccsp.Cli.Terminal;

namespace Ccsp.Cli.Following;

/// <summary>Progress messages on stderr, if a person reads it.</summary>
internal static class Progress
{
    public static void Say(Shell shell, string line)
    {
        if (!shell.IsErrorTerminal)
            return;
        var text = PlainText.ForTerminal(line);
        shell.RawError.WriteLine(shell.Colours ? $"\e[2m{text}\e[0m" : text);
    }
}
