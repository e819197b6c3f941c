using System.Globalization;
using Ccsp.Bench.Support;

namespace Ccsp.Bench.Report;

/// <summary>docs/performance.md: what stands between its two markers is written here, the rest by people.</summary>
internal static class PerformanceDocument
{
    private const string Begin = "<!-- measured: written by ./bench -->";
    private const string End = "<!-- /measured -->";

    public static void Rewrite(ResultFile results, string machine)
    {
        var path = Path.Combine(Built.Root, "docs", "performance.md");
        var text = File.ReadAllText(path);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin)
            throw new InvalidDataException($"{path} has lost its markers.");
        var day = Path.GetFileNameWithoutExtension(results.Path).ToString(CultureInfo.InvariantCulture);
        File.WriteAllText(path,
            $"{text[..begin]}{Begin}\n\nMeasured on {day}.\n\n{machine}\n{FigureTable.Text(results.Figures)}\n{text[end..]}");
    }
}
