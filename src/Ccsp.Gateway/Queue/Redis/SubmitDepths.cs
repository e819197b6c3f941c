using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>Snapshot of the depths.</summary>
internal sealed class SubmitDepths(IReadOnlyDictionary<string, int> counts, double? endingsPerSecond)
{
    public double? EndingsPerSecond => endingsPerSecond;

    public int Total => DepthNames.Classes.Sum(name => this[name]);

    public int this[string name] => counts.GetValueOrDefault(name);

    /// <param name="accepted">Earlier items of the same batch.</param>
    public Depths For(AgentTask task, IReadOnlyList<AgentTask> accepted)
    {
        var live = accepted.Where(other => !other.IsTerminal).ToList();
        return new Depths(
            Total + live.Count,
            this[DepthNames.OfClass(task.PriorityClass)] + live.Count(other => other.PriorityClass == task.PriorityClass),
            this[DepthNames.OfAgent(task.Agent)] + live.Count(other => other.Agent == task.Agent),
            this[DepthNames.OfGroup(task.Group)] + live.Count(other => other.Group == task.Group));
    }
}
