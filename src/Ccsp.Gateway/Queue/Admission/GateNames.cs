using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Admission;

/// <summary>The names of gates, and which of them a task must pass.</summary>
internal static class GateNames
{
    /// <summary>Closed while the queue is paused.</summary>
    public const string Queue = "queue";

    public static string Class(Priority priority) => "class:" + Words<Priority>.Of(priority);

    public static string Group(string group) => "group:" + group;

    public static string Engine(string engine) => "engine:" + engine;

    public static string Profile(string profile) => "profile:" + profile;

    public static string Directory(string path) => "dir:" + path;

    /// <summary>The instance's slots; asked once per claim, not per task.</summary>
    public static string Instance(string instanceId) => "instance:" + instanceId;

    public static string Memory(string instanceId) => "memory:" + instanceId;

    /// <summary>
    /// The gates of a task beyond queue, class and group, in a fixed order. Tasks of one class and group with the same set wait in one
    /// lane; a gate that is closed parks its lanes and nobody else.
    /// </summary>
    public static IReadOnlyList<string> Of(AgentTask task) => task.ExclusiveDirectory is { } directory
        ? [Engine(task.Engine), Profile(task.Profile), Directory(directory)]
        : [Engine(task.Engine), Profile(task.Profile)];
}
