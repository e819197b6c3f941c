namespace Ccsp.Contracts;

/// <summary>Why a task waits, from the code that admits tasks.</summary>
/// <param name="Id">The task.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Summary">What decides how long it waits, and the command that lets it go on.</param>
/// <param name="Ahead">Tasks that are served before it.</param>
/// <param name="Gates">Every gate it must pass, with its answer now.</param>
/// <param name="StartsAt">When it will probably start; absent when nobody can know.</param>
/// <param name="StartsAtBasis">From what that was reckoned.</param>
public sealed record ExplanationView(
    string Id, TaskState State, string Summary, int Ahead, IReadOnlyList<GateAnswerView> Gates, DateTimeOffset? StartsAt,
    string? StartsAtBasis)
{
    /// <summary>The gate that decides how long it waits, the one the summary tells of; absent when the summary tells of something
    /// else.</summary>
    public GateAnswerView? Decisive { get; init; }

    /// <summary>The time the summary tells; absent when nobody knows one.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What still binds it beside that: a start time, other tasks, a closed gate, its expiry.</summary>
    public IReadOnlyList<ConditionView>? Conditions { get; init; }
}
