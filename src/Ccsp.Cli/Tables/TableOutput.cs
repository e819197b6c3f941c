using Ccsp.Cli.Terminal;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Ccsp.Cli.Tables;

/// <summary>
/// Tables for people: aligned columns that fit the terminal, one line per row, coloured states; plain unshortened lines in a pipe.
/// </summary>
internal static class TableOutput
{
    private const int PipeWidth = 500;

    public static void Write(Shell shell, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows) =>
        Write(shell, [.. heads.Select(head => new Column(head))], rows);

    public static void Write(Shell shell, IReadOnlyList<Column> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        List<string[]> cells = [.. rows.Select(row => row.Select(cell => PlainText.OneLine(PlainText.Visible(cell), PipeWidth)).ToArray())];
        var natural = columns.Select((column, i) => cells.Select(row => CellsOf(row[i])).Append(column.Head.Length).Max()).ToList();
        var widths = shell.IsOutTerminal ? TableLayout.Fit(columns, natural, shell.Width) : natural.Select(width => (int?)width).ToList();
        var shown = Enumerable.Range(0, columns.Count).Where(i => widths[i] is not null).ToList();
        var table = new Table().NoBorder().HideFooters();
        foreach (var i in shown)
        {
            var head = new Text(Cut(columns[i].Head, widths[i]!.Value), new Style(decoration: Decoration.Bold));
            var padding = new Padding(0, 0, i == shown[^1] ? 0 : TableLayout.Gap, 0);
            table.AddColumn(new TableColumn(head) { NoWrap = true, Width = widths[i], Padding = padding });
        }

        foreach (var row in cells)
            table.AddRow(
                shown.Select(
                    i => new Text(
                        Cut(row[i], widths[i]!.Value), columns[i].Colour?.Invoke(row[i]) is { } colour ? new Style(colour) : Style.Plain)));
        Render(shell, table);
    }

    private static void Render(Shell shell, Table table)
    {
        using var rendered = new StringWriter();
        var coloured = shell.IsOutTerminal && shell.Colours;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new TableTarget(rendered),
            Ansi = coloured ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = coloured ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Write(table);

        // Columns are padded on the right, which disturbs tools that compare or cut lines.
        foreach (var line in rendered.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
            shell.RawOut.WriteLine(line.TrimEnd());
    }

    private static int CellsOf(string text) => new Segment(text).CellCount();

    private static string Cut(string text, int width) =>
        CellsOf(text) <= width ? text : (Segment.Truncate(new Segment(text), width - 1)?.Text ?? "") + "…";
}
