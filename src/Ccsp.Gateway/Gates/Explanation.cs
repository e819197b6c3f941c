using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Gates;

/// <summary>Why a task waits.</summary>
/// <param name="Ahead">Tasks that are served before it: of higher classes, and of its own class and group with an earlier place.</param>
/// <param name="Gates">Every gate it must pass, with its answer now; the instance's slots and memory first.</param>
/// <param name="Summary">What decides how long it waits, and the command that lets it go on.</param>
/// <param name="Start">When it will probably start; null when nobody can know, or it has started.</param>
internal sealed record Explanation(AgentTask Task, int Ahead, IReadOnlyList<GateAnswer> Gates, string Summary, StartEstimate? Start)
{
    /// <summary>The gate the summary tells of; null when it tells of something else.</summary>
    public GateAnswer? Decisive { get; init; }

    /// <summary>The time the summary tells; null when nobody knows one.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What still binds it beside that.</summary>
    public IReadOnlyList<Condition> Conditions { get; init; } = [];
}
