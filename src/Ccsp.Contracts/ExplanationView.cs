using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>Why a task waits, computed by the code that admits tasks.</summary>
/// <param name="Id">The task.</param>
/// <param name="State">Its state.</param>
/// <param name="Summary">What determines how long it waits, and the command that lets it proceed.</param>
/// <param name="Ahead">Number of tasks served before it.</param>
/// <param name="Gates">Every gate it must pass, with its current answer.</param>
/// <param name="StartsAt">When it will probably start; absent when unknown.</param>
/// <param name="StartsAtBasis">The basis of that estimate.</param>
public sealed record ExplanationView(
    [property: JsonRequired] string Id, [property: JsonRequired] TaskState State, string Summary, int Ahead,
    [property: JsonRequired] IReadOnlyList<GateAnswerView> Gates, DateTimeOffset? StartsAt,
    string? StartsAtBasis)
{
    /// <summary>The gate that determines how long it waits, as in the summary; absent when the summary is about something else.</summary>
    public GateAnswerView? Decisive { get; init; }

    /// <summary>The time in the summary; absent when unknown.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Further conditions: a start time, other tasks, a closed gate, its expiry.</summary>
    public IReadOnlyList<ConditionView>? Conditions { get; init; }
}
