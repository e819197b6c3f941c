namespace Ccsp.Contracts;

/// <summary>Why a task waits, from the code that admits tasks.</summary>
/// <param name="Id">The task.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Ahead">Tasks that are served before it.</param>
/// <param name="Gates">Every gate it must pass, with its answer now.</param>
/// <param name="StartsAt">When it will probably start; absent when nobody can know.</param>
/// <param name="StartsAtBasis">From what that was reckoned.</param>
public sealed record ExplanationView(
    string Id, TaskState State, string Summary, int Ahead, IReadOnlyList<GateAnswerView> Gates, DateTimeOffset? StartsAt,
    string? StartsAtBasis);
