using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Gates;

/// <summary>Why a task waits.</summary>
/// <param name="Task">The task.</param>
/// <param name="Ahead">Tasks that are served before it: of higher classes, and of its own class and group with an earlier place.</param>
/// <param name="Gates">Every gate it must pass, with its answer now; the instance's slots and memory first.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Start">When it will probably start; null when nobody can know, or it has started.</param>
internal sealed record Explanation(AgentTask Task, int Ahead, IReadOnlyList<GateAnswer> Gates, string Summary, StartEstimate? Start);
