using Ccsp.Contracts;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>Names of the depth counters. Ended tasks are counted by their index, leased ones by their leases.</summary>
internal static class DepthNames
{
    public static readonly IReadOnlyList<string> Classes = [.. Enum.GetValues<Priority>().Select(OfClass)];

    public static string OfClass(Priority priorityClass) => "class " + EnumNames<Priority>.Of(priorityClass);

    public static string OfReady(Priority priorityClass) => "ready " + EnumNames<Priority>.Of(priorityClass);

    public static string OfWaiting(Priority priorityClass) => "waiting " + EnumNames<Priority>.Of(priorityClass);

    public static string OfState(TaskState state) => "state " + EnumNames<TaskState>.Of(state);

    public static string OfAgent(string agent) => "agent " + agent;

    public static string OfGroup(string group) => "group " + group;
}
