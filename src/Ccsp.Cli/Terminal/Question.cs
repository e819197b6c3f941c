namespace Ccsp.Cli.Terminal;

/// <summary>Asks for confirmation on the terminal; without one the answer is no.</summary>
internal static class Question
{
    public static bool IsAnsweredYes(Shell shell, string question)
    {
        if (!shell.IsInTerminal || !shell.IsErrorTerminal)
            return false;
        shell.Error.Write(question + " [y/N] ");
        using var reader = new StreamReader(shell.InBytes());
        return reader.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }
}
