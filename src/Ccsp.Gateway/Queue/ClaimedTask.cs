using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue;

/// <summary>A leased task with its submission.</summary>
internal sealed record ClaimedTask(AgentTask Task, TaskSubmission Spec);
