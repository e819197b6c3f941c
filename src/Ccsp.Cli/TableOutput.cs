using Spectre.Console;

namespace Ccsp.Cli;

/// <summary>Rows for people: aligned columns, coloured heads on a terminal, plain lines in a pipe.</summary>
internal static class TableOutput
{
    private const int PipeWidth = 500;

    public static void Write(Shell shell, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table().NoBorder().HideFooters();
        foreach (var head in heads)
            table.AddColumn(new TableColumn(new Text(head, new Style(decoration: Decoration.Bold))) { NoWrap = true, Padding = new Padding(0, 0, 2, 0) });
        foreach (var row in rows)
            table.AddRow(row.Select(cell => new Text(PlainText.OneLine(cell, PipeWidth))));
        using var rendered = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(shell.IsOutTerminal ? shell.Out : rendered),
            Ansi = shell.IsOutTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = shell.IsOutTerminal && shell.Colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        if (!shell.IsOutTerminal)
            console.Profile.Width = PipeWidth;
        console.Write(table);

        // Columns are padded to the right, which only troubles whoever compares or cuts lines.
        foreach (var line in rendered.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
            shell.Out.WriteLine(line.TrimEnd());
    }
}
