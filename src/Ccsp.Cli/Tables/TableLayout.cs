namespace Ccsp.Cli.Tables;

/// <summary>Computes column widths when a table does not fit. Pure.</summary>
internal static class TableLayout
{
    /// <summary>Spaces between two columns.</summary>
    public const int Gap = 2;

    /// <summary>Minimum width of a shortened column.</summary>
    private const int Least = 10;

    /// <param name="columns">From left to right.</param>
    /// <param name="natural">Their natural widths.</param>
    /// <param name="total">The available width.</param>
    /// <returns>Width per column; null: omitted.</returns>
    public static IReadOnlyList<int?> Fit(IReadOnlyList<Column> columns, IReadOnlyList<int> natural, int total)
    {
        var widths = natural.Select(width => (int?)width).ToList();
        while (true)
        {
            var shrunk = Shrunk(columns, widths, total);
            var leaves = Needed(shrunk) <= total
                ? -1
                : Enumerable.Range(0, widths.Count).LastOrDefault(i => columns[i].MayGo && widths[i] is not null, -1);
            if (leaves < 0)
                return shrunk;
            widths[leaves] = null;
        }
    }

    /// <summary>Shortens the widest shortenable column until all fit or none can.</summary>
    private static List<int?> Shrunk(IReadOnlyList<Column> columns, List<int?> natural, int total)
    {
        var widths = natural.ToList();
        for (var over = Needed(widths) - total; over > 0; over--)
        {
            var widest = Enumerable.Range(0, widths.Count).Where(i => !columns[i].Whole && widths[i] > Least)
                .OrderByDescending(i => widths[i]).ThenByDescending(i => i).FirstOrDefault(-1);
            if (widest < 0)
                break;
            widths[widest]--;
        }

        return widths;
    }

    private static int Needed(IReadOnlyList<int?> widths) => widths.Sum(width => width + Gap ?? 0) - Gap;
}
