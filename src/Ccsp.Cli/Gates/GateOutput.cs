using System.Globalization;
using Ccsp.Cli.Tables;
using Ccsp.Cli.Terminal;
using Ccsp.Cli.Times;
using Ccsp.Contracts;

namespace Ccsp.Cli.Gates;

/// <summary>Gates as text or JSON.</summary>
internal static class GateOutput
{
    private static readonly Column[] Columns =
    [
        new("GATE", Whole: true), new("STATE", Whole: true, Colour: StateColours.Of), new("LIMIT"), new("USED", MayGo: true),
        new("UNTIL", Whole: true),
        new("BY", MayGo: true), new("REASON"),
    ];

    public static int Write(Shell shell, GateView gate, bool json)
    {
        if (json)
            return JsonOutput.Write(shell, gate, JsonOutput.Readable.GateView);
        WriteTable(shell, [gate]);
        return ExitCodes.Done;
    }

    public static void WriteTable(Shell shell, IEnumerable<GateView> gates) =>
        TableOutput.Write(shell, Columns, gates.Select(g => new[]
        {
            g.Name,
            g.Closed ? "closed" : "open",
            Limits(g),
            Windows(g),
            LocalTime.Of(g.ClosedUntil, shell) ?? "-",
            g.Actor ?? "-",
            g.Reason ?? "",
        }));

    /// <summary>For example <c>4, 10/min, 3 since a throttle</c>.</summary>
    private static string Limits(GateView gate)
    {
        List<string> limits = [];
        if (gate.Limit is { } limit)
            limits.Add(limit.ToString(CultureInfo.InvariantCulture));
        if (gate.RatePerMinute is { } rate)
            limits.Add(string.Create(CultureInfo.InvariantCulture, $"{rate:0.##}/min"));
        if (gate.AdaptiveLimit is { } adaptive)
            limits.Add(string.Create(CultureInfo.InvariantCulture, $"{adaptive} since a throttle"));
        return limits.Count == 0 ? "-" : string.Join(", ", limits);
    }

    /// <summary>For example <c>five_hour 93 %</c>.</summary>
    private static string Windows(GateView gate) => gate.Windows is not { Count: > 0 } windows
        ? "-"
        : string.Join(", ", windows.Select(window => window.Value.Exhausted
            ? window.Key + " used up"
            : string.Create(CultureInfo.InvariantCulture, $"{window.Key} {window.Value.Utilization:P0}")));
}
