using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue;

/// <summary>The result of a write that needs the lease.</summary>
internal abstract record LeaseOutcome
{
    private LeaseOutcome()
    {
    }

    internal sealed record Applied(AgentTask Task) : LeaseOutcome;

    /// <summary>The token is not the current one. The writer stops its process tree and writes nothing more.</summary>
    internal sealed record Lost : LeaseOutcome;

    /// <summary>The task is in a state that does not allow it, for example a stop was asked before the start was confirmed.</summary>
    internal sealed record Refused(AgentTask Task, string Reason) : LeaseOutcome;
}
