using System.Globalization;

namespace Ccsp.Gateway.Gates;

/// <summary>
/// Which of the gates that refuse a task decides how long it waits: one that needs somebody to act, else the one that opens last, else one
/// that opens as runs end. Pure.
/// </summary>
internal static class DecisiveGate
{
    /// <returns>Null when every gate admits; the first of those that hold equally long.</returns>
    public static GateAnswer? Of(IEnumerable<GateAnswer> gates) =>
        gates.Where(gate => !gate.Admits).OrderByDescending(Rank)
            .ThenByDescending(gate => gate.NeedsAction ? null : gate.OpensAt).FirstOrDefault();

    /// <summary>Its reason, how many others refuse too, and last, ready to copy, the command that lets the task go on.</summary>
    public static string Sentence(GateAnswer decisive, IEnumerable<GateAnswer> gates)
    {
        var others = gates.Where(gate => !gate.Admits && gate.Gate != decisive.Gate).DistinctBy(gate => gate.Gate).Count();
        var also = others == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", and {others} more {(others == 1 ? "gate refuses"
            : "gates refuse")} it as well");
        var action = decisive.Action is { } command ? $" To let it go on: {command}" : "";
        return $"{decisive.Reason.TrimEnd('.')}{also}.{action}";
    }

    private static int Rank(GateAnswer gate) => gate switch
    {
        { NeedsAction: true } => 2,
        { OpensAt: not null } => 1,
        _ => 0,
    };
}
