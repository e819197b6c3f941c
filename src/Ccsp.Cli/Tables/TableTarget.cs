using System.Text;
using Spectre.Console;

namespace Ccsp.Cli.Tables;

/// <summary>
/// A render target of unlimited width. The library's own target queries the console's size, which switches the terminal into application
/// mode.
/// </summary>
internal sealed class TableTarget(TextWriter writer) : IAnsiConsoleOutput
{
    public TextWriter Writer => writer;

    public bool IsTerminal => false;

    public int Width => 100_000;

    public int Height => 1;

    public void SetEncoding(Encoding encoding)
    {
    }
}
