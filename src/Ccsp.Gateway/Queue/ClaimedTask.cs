using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue;

/// <summary>A leased task with what its run needs.</summary>
internal sealed record ClaimedTask(AgentTask Task, TaskSubmission Spec);
