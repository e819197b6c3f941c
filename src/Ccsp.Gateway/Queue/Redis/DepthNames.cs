using Ccsp.Contracts;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>The names of the depths. Ended tasks are counted by the size of their index, leased ones by their leases.</summary>
internal static class DepthNames
{
    public static readonly IReadOnlyList<string> Classes = [.. Enum.GetValues<Priority>().Select(OfClass)];

    public static string OfClass(Priority one) => "class " + Words<Priority>.Of(one);

    public static string OfReady(Priority one) => "ready " + Words<Priority>.Of(one);

    public static string OfWaiting(Priority one) => "waiting " + Words<Priority>.Of(one);

    public static string OfState(TaskState one) => "state " + Words<TaskState>.Of(one);

    public static string OfAgent(string agent) => "agent " + agent;

    public static string OfGroup(string group) => "group " + group;
}
