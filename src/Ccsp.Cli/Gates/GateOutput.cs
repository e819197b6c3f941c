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
        TableOutput.Write(shell, ["GATE", "STATE", "LIMIT", "UNTIL", "BY", "REASON"], gates.Select(g => new[]
        {
            g.Name,
            g.Closed ? "closed" : "open",
            g.Limit?.ToString(CultureInfo.InvariantCulture) ?? "-",
            g.ClosedUntil?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "-",
            g.Actor ?? "-",
            g.Reason ?? "",
        }));
}
