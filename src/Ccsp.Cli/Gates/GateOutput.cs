using System.Globalization;
using Ccsp.Contracts;

namespace Ccsp.Cli.Gates;

/// <summary>Gates as text or JSON.</summary>
internal static class GateOutput
{
    public static int Write(Shell shell, GateView gate, bool json)
    {
        if (json)
            return JsonOutput.Write(shell, gate, JsonOutput.Readable.GateView);
        WriteTable(shell, [gate]);
        return ExitCodes.Done;
    }

    public static void WriteTable(Shell shell, IEnumerable<GateView> gates) =>
        TableOutput.Write(shell, ["GATE", "STATE", "LIMIT", "USED", "UNTIL", "BY", "REASON"], gates.Select(g => new[]
        {
            g.Name,
            g.Closed ? "closed" : "open",
            Limits(g),
            Windows(g),
            g.ClosedUntil?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "-",
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
