using Ccsp.Contracts;
using Ccsp.Gateway.Queue.Redis.Reading;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// Resolves the dependents of an ended task in the same commit, recursively. Most tasks have none: that is assumed and guarded, and only a
/// failed guard makes the next attempt read them.
/// </summary>
internal sealed class DependentResolution(RedisLink link, QueueKeys keys, RedisTaskReads reads)
{
    /// <param name="builder">Already contains the end of the task.</param>
    /// <param name="refused">Guards that failed in earlier attempts.</param>
    public async Task FollowAsync(StepBuilder builder, AgentTask ended, DateTimeOffset at, ConflictCounts refused,
        CancellationToken cancellationToken)
    {
        if (!refused.Had(GuardKind.Children))
        {
            builder.Batch.HasFields(keys.Children(ended.Id), 0, GuardKind.Children);
            return;
        }

        var waiting = new Stack<(RedisDependency Dependency, AgentTask Parent)>();
        await PushAsync(waiting, builder, ended, cancellationToken);
        while (waiting.TryPop(out var next))
        {
            var ((childId, onFailure, _), parent) = next;
            var child = builder.Written(childId) ?? await reads.RowAsync(childId, cancellationToken);
            // It may have failed through another parent since its dependencies were read.
            if (child is null or { Task.IsTerminal: true })
                continue;
            builder.Batch.Put(keys.Children(parent.Id), childId, RedisDependency.Write(onFailure, open: false));
            var (after, fact) = Transitions.ParentEnded(child.Task, parent.Id, parent.State == TaskState.Succeeded, onFailure, at,
                builder.Rules);
            var written = builder.Write(child, after, fact);
            if (written.Task.IsTerminal)
                await PushAsync(waiting, builder, written.Task, cancellationToken);
        }
    }

    private async Task PushAsync(Stack<(RedisDependency, AgentTask)> waiting, StepBuilder builder, AgentTask ended,
        CancellationToken cancellationToken)
    {
        var fields = await link.ReadAsync(db => db.HashGetAllAsync(keys.Children(ended.Id)), cancellationToken);
        builder.Batch.HasFields(keys.Children(ended.Id), fields.Length, GuardKind.Children);
        var dependencies = fields.Select(field => RedisDependency.Read(field.Name!, field.Value!)).Where(dependency => dependency.Open);
        foreach (var dependency in dependencies.OrderByDescending(dependency => dependency.Child, StringComparer.Ordinal))
            waiting.Push((dependency, ended));
    }
}
