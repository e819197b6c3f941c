using System.Globalization;
using System.Text;

namespace Ccsp.Bench.Report;

/// <summary>Figures as lines of text and as a table that is Markdown at the same time.</summary>
internal static class FigureTable
{
    public static string Text(IEnumerable<Figure> figures)
    {
        string[][] rows =
        [
            ["measure", "what", "figure", "limit", "ratio"],
            .. figures.Select(figure =>
            new[] { figure.Measure, figure.What, Number(figure.Value, figure.Unit), Limit(figure), Ratio(figure) }),
        ];
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var (index, row) in rows.Index())
        {
            text.Append("| ").AppendJoin(" | ",
                row.Select((cell, column) => column < 2 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).Append(" |\n");
            if (index == 0)
                text.Append('|').AppendJoin('|',
                    widths.Select((width, column) => column < 2 ? new string('-', width + 2) : new string('-', width + 1) + ":"))
                        .Append("|\n");
        }

        return text.ToString();
    }

    public static string Line(Figure figure) =>
        $"{figure.What}: {Number(figure.Value, figure.Unit)}{(figure.Limit is null ? "" : $" (limit {Limit(figure)})")}";

    private static string Limit(Figure figure) =>
        figure.Limit is { } limit ? $"{(figure.AtLeast ? "≥" : "≤")} {Number(limit, figure.Unit)}" : "";

    private static string Ratio(Figure figure)
    {
        if (figure.Limit is null)
            return "";
        var ratio = figure.Ratio?.ToString("0.00", CultureInfo.InvariantCulture);
        return ratio is null ? (figure.IsMet ? "met" : "missed") : figure.IsMet ? ratio : $"{ratio} missed";
    }

    private static string Number(double value, string unit)
    {
        var digits = unit == "" ? "0.###"
            : Math.Abs(value) >= 1000 ? "#,0" : Math.Abs(value) >= 100 ? "0" : Math.Abs(value) >= 10 ? "0.0" : "0.00";
        var number = value.ToString(digits, CultureInfo.InvariantCulture);
        return unit switch
        {
            "" => number,
            "/s" or "×" => number + unit,
            _ => $"{number} {unit}",
        };
    }
}
