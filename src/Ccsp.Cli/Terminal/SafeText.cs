using System.Text;

namespace Ccsp.Cli.Terminal;

/// <summary>
/// A terminal that shows text and obeys none: prompts, results and names of others cannot move its cursor, set its title or fill its
/// clipboard, whichever command prints them.
/// </summary>
internal sealed class SafeText(TextWriter terminal) : TextWriter
{
    public override Encoding Encoding => terminal.Encoding;

    public override void Write(char value) => terminal.Write(PlainText.ForTerminal(value.ToString()));

    public override void Write(string? value) => terminal.Write(PlainText.ForTerminal(value ?? ""));

    public override void WriteLine(string? value) => terminal.WriteLine(PlainText.ForTerminal(value ?? ""));

    public override void Write(char[] buffer, int index, int count) =>
        terminal.Write(PlainText.ForTerminal(new string(buffer, index, count)));

    public override void Flush() => terminal.Flush();
}
