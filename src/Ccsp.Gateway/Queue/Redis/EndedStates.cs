using Ccsp.Contracts;

namespace Ccsp.Gateway.Queue.Redis;

internal static class EndedStates
{
    public static readonly IReadOnlyList<TaskState> All = [.. Enum.GetValues<TaskState>().Where(state => state >= TaskState.Succeeded)];
}
