using Spectre.Console;

namespace Ccsp.Cli.Tables;

/// <summary>The colours of states, the same in every table.</summary>
internal static class StateColours
{
    public static Color? Of(string cell) => cell.Split(' ', ',')[0] switch
    {
        "succeeded" or "valid" or "live" or "open" => Color.Green,
        "failed" or "lost" or "closed" => Color.Red,
        "running" or "starting" => Color.Blue,
        "stopping" or "held" or "blocked" or "expired" or "expiring" or "verifying" or "left" => Color.Yellow,
        "cancelled" => Color.Grey,
        _ => null,
    };
}
