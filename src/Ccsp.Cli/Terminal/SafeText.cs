using System.Text;

namespace Ccsp.Cli.Terminal;

/// <summary>
/// Neutralizes control characters for a terminal: prompts, results and names cannot move its cursor, set its title or fill its clipboard,
/// whichever command prints them.
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
