using System.Text;
using Spectre.Console;

namespace Ccsp.Cli.Tables;

/// <summary>
/// Where a table is drawn: wide enough for columns as wide as they are to be. The library's own target asks the console for its size, which
/// puts the terminal into application mode and leaves it there.
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
