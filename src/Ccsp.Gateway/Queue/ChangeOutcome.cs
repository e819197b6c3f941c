using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue;

internal abstract record ChangeOutcome
{
    private ChangeOutcome()
    {
    }

    internal sealed record Applied(AgentTask Task) : ChangeOutcome;

    internal sealed record NotFound : ChangeOutcome;

    internal sealed record Refused(AgentTask Task, string Reason) : ChangeOutcome;
}
