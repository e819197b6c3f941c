using Ccsp.Contracts;

namespace Ccsp.Gateway.Gates;

/// <summary>The commands that let a waiting task go on, ready to be copied into a shell.</summary>
internal static class CommandHints
{
    public const string ClearStop = "ccsp stop --clear";

    public static string Approve(string taskId) => $"ccsp tasks approve {taskId}";

    /// <summary>What people pause as a part of the queue they resume as one.</summary>
    public static string Open(string gate) => gate switch
    {
        GateNames.Queue => "ccsp queue resume",
        _ when Rest(gate, "class:") is { } priority => $"ccsp queue resume --priority {Quoted(priority)}",
        _ when Rest(gate, "group:") is { } group => $"ccsp queue resume --group {Quoted(group)}",
        _ => $"ccsp gates open {Quoted(gate)}",
    };

    /// <summary>What ends a hold. One that a fault made comes back at once unless the fault is mended first.</summary>
    public static string Lift(GateState state) => state switch
    {
        { Actor: GateActors.Gateway } when GateNames.IsEngine(state.Name) => $"make its program run again, then {Open(state.Name)}",
        { Actor: GateActors.Provider, ClosedUntil: null } => $"sign in again or settle it with the provider, then {Open(state.Name)}",
        _ => Open(state.Name),
    };

    public static string Limit(string gate) => $"ccsp gates limit {Quoted(gate)} 1";

    public static string Rate(string gate) => $"ccsp gates limit {Quoted(gate)} none --rate PER-MINUTE";

    public static string Headroom(string gate, Priority priority) =>
        $"ccsp gates limit {Quoted(gate)} none {(priority == Priority.Low ? "--low-up-to" : "--normal-up-to")} 1";

    private static string? Rest(string gate, string prefix) =>
        gate.StartsWith(prefix, StringComparison.Ordinal) ? gate[prefix.Length..] : null;

    private static string Quoted(string word) =>
        word.All(c => char.IsAsciiLetterOrDigit(c) || "_-.:/@+,".Contains(c, StringComparison.Ordinal))
        ? word
        : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
