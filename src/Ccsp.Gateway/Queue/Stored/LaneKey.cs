using System.Text.Json.Serialization;
using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Stored;

/// <summary>What makes two ready tasks wait in one lane: class, group and the same gates.</summary>
internal readonly record struct LaneKey([property: JsonPropertyName("class")] Priority PriorityClass, string Group, string Engine,
    string Profile, string Agent, string? Model, string? Directory, string? Conversation)
{
    public static LaneKey Of(AgentTask task) =>
        new(task.PriorityClass, task.Group, task.Engine, task.Profile, task.Agent, task.Model, task.ExclusiveDirectory, task.Conversation);
}
