using System.Globalization;
using System.Runtime.InteropServices;

namespace Ccsp.Gateway.Storage;

/// <summary>
/// Places where a test can kill this process, to prove that nothing acknowledged is lost. Armed only by <c>CCSP_FAILPOINT=name:hit</c> in
/// the environment (hits count from 1); free otherwise.
/// </summary>
internal static partial class Failpoints
{
    public const string Submit = "submit", Claim = "claim", Start = "start", Finish = "finish", Gate = "gate", Record = "record",
        CarryOver = "carry-over", Sweep = "sweep", Emergency = "emergency", Checkpoint = "checkpoint";

    /// <summary>
    /// Within a command: before it changed anything, after it did but before the commit, after the commit but before the answer.
    /// </summary>
    public const string BeforeApply = "before-apply", AfterApply = "after-apply", AfterCommit = "after-commit";

    public const string NotifyEvent = "notify.event", NotifySending = "notify.sending", NotifyTaken = "notify.taken";

    /// <summary>
    /// Steps of a store migration: the new store is marked, a page was copied, all was copied, the new store is complete, the old one is
    /// marked as left.
    /// </summary>
    public const string MoveBegun = "move.begun", MovePage = "move.page", MoveCopied = "move.copied", MoveArrived = "move.arrived",
        MoveLeft = "move.left";

    public static readonly IReadOnlyList<string> Names =
    [
        .. from command in new[] { Submit, Claim, Start, Finish, Gate, Record, CarryOver, Sweep, Emergency, Checkpoint }
           from moment in new[] { BeforeApply, AfterApply, AfterCommit }
           select $"{command}.{moment}",
        // Steps of starting and adopting a process, between the commits.
        "start.folder", "start.cgroup", "start.spawned", "start.recorded", "start.released", "adopt.leases", "adopt.found",
            "adopt.finished",
        // Steps of a notification: its event is stored, it is marked as sending, the peer has accepted it.
        NotifyEvent, NotifySending, NotifyTaken,
        MoveBegun, MovePage, MoveCopied, MoveArrived, MoveLeft,
    ];

    public static readonly bool Armed = Environment.GetEnvironmentVariable("CCSP_FAILPOINT") is { Length: > 0 };

    private static readonly (string Name, int Hit) Target = Armed ? Parse(Environment.GetEnvironmentVariable("CCSP_FAILPOINT")!) : ("", 0);
    private static int _hits;

    /// <summary>Kills the process with SIGKILL if this place is armed and the hit count is reached.</summary>
    /// <param name="command">Null for a command without failpoints.</param>
    public static void Hit(string? command, string moment)
    {
        if (Armed && command is not null)
            Hit($"{command}.{moment}");
    }

    public static void Hit(string name)
    {
        if (!Armed || name != Target.Name || Interlocked.Increment(ref _hits) != Target.Hit)
            return;
        _ = Kill(Environment.ProcessId, 9);
    }

    private static (string Name, int Hit) Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        var name = colon < 0 ? text : text[..colon];
        if (!Names.Contains(name))
            throw new InvalidOperationException($"CCSP_FAILPOINT names no failpoint: {name}. Known: {string.Join(", ", Names)}.");
        return (name, colon < 0 ? 1 : int.Parse(text.AsSpan(colon + 1), CultureInfo.InvariantCulture));
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
