using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>An order to stop everything.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record EmergencyOrder
{
    /// <summary>A sentence for everybody who finds the gateway stopped.</summary>
    public string? Reason { get; init; }

    /// <summary>How far it goes; <c>kill</c> when absent.</summary>
    public EmergencyMode? Mode { get; init; }
}

/// <summary>The emergency stop: the one that stands, or the receipt of the last one.</summary>
public sealed record EmergencyView
{
    /// <summary>Whether it stands: nothing starts.</summary>
    public required bool Active { get; init; }

    /// <summary>
    /// <c>none</c> (there never was one), <c>holding</c> (runs go on), <c>stopping</c> (runs are still alive), <c>stopped</c> (none is),
    /// <c>cleared</c>.
    /// </summary>
    public required string Phase { get; init; }

    /// <summary>Only in the answer to an order: it stood already, at least this far.</summary>
    public bool? AlreadyActive { get; init; }

    /// <summary>How far it goes.</summary>
    public EmergencyMode? Mode { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>Who.</summary>
    public string? Actor { get; init; }

    /// <summary>Since when.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Who took it further than it began, when someone did.</summary>
    public EmergencyRaiseView? Raised { get; init; }

    /// <summary>When the last run had ended.</summary>
    public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>When it was cleared.</summary>
    public DateTimeOffset? ClearedAt { get; init; }

    /// <summary>Who cleared it.</summary>
    public string? ClearedBy { get; init; }

    /// <summary>What became of the runs that were alive, all instances together.</summary>
    public EmergencyRunsView? Runs { get; init; }

    /// <summary>The same by instance.</summary>
    public IReadOnlyDictionary<string, EmergencyRunsView>? Instances { get; init; }

    /// <summary>What a clear would start; only while the stop stands, and only where it is asked for alone.</summary>
    public ClearPlanView? Plan { get; init; }
}

/// <summary>A stop that was taken further.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Actor">Who.</param>
/// <param name="At">When.</param>
public sealed record EmergencyRaiseView(string Reason, string Actor, DateTimeOffset At);

/// <summary>What became of the runs that were alive when an emergency stop began.</summary>
/// <param name="Live">How many they were.</param>
/// <param name="Stopped">Ended by the stop; their tasks are back at the head of their queue.</param>
/// <param name="Finished">Ended by themselves meanwhile, or for another reason.</param>
/// <param name="Lost">Their instance fell silent.</param>
/// <param name="Survivors">Still alive.</param>
public sealed record EmergencyRunsView(int Live, int Stopped, int Finished, int Lost, int Survivors);

/// <summary>What clearing the stop would start.</summary>
/// <param name="Ready">Tasks that wait for nothing else.</param>
/// <param name="StartsAtOnce">How many of them the asked instance would start at once; the others follow as slots get free.</param>
/// <param name="First">The first of these, in the order in which they start.</param>
/// <param name="StopFile">A stop file that must be removed first.</param>
public sealed record ClearPlanView(int Ready, int StartsAtOnce, IReadOnlyList<PlannedStart> First, string? StopFile);

/// <summary>A task that would start.</summary>
/// <param name="Id">The task.</param>
/// <param name="Agent">Its agent.</param>
/// <param name="Priority">The class it is served in.</param>
/// <param name="Resumes">Whether it goes on with a conversation.</param>
public sealed record PlannedStart(string Id, string Agent, Priority Priority, bool Resumes);
