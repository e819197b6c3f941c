using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Tests.Queue;

/// <summary>What the model reads off a task: which states are which, and which gates it names.</summary>
internal static class ModelTask
{
    private static readonly string[] Families = ["opus", "sonnet", "haiku", "fable"];

    public static bool HasEnded(this AgentTask task) =>
        task.State is TaskState.Succeeded or TaskState.Failed or TaskState.Cancelled or TaskState.Expired;

    public static bool HasLease(this AgentTask task) =>
        task.State is TaskState.Starting or TaskState.Running or TaskState.Stopping;

    /// <summary>Neither leased nor ended.</summary>
    public static bool Waits(this AgentTask task) => !task.HasEnded() && !task.HasLease();

    /// <summary>Waits with its whole profile, for a limit or a login.</summary>
    public static bool IsParked(this AgentTask task) => task.WaitReason is WaitReason.Limit or WaitReason.Session;

    /// <summary>The gates whose occupancy it counts in while leased.</summary>
    public static IReadOnlyList<string> Gates(this AgentTask task)
    {
        List<string> gates = ["group:" + task.Group, "engine:" + task.Engine, .. task.ParkingGates(), "agent:" + task.Agent];
        if (task.Model is { } model)
            gates.Add("model:" + model);
        if (task.ExclusiveDirectory is { } directory)
            gates.Add("dir:" + directory);
        if (task.Conversation is { } conversation)
            gates.Add("conversation:" + conversation);
        return gates;
    }

    /// <summary>Its profile, and its profile for its model.</summary>
    public static IReadOnlyList<string> ParkingGates(this AgentTask task) =>
        ["profile:" + task.Profile, $"profile:{task.Profile}/{task.Model ?? "default"}"];

    public static string ClassGate(Priority priority) => "class:" + EnumNames<Priority>.Of(priority);

    /// <summary>Limits of providers are per family.</summary>
    public static string? FamilyOf(string? model)
    {
        if (string.IsNullOrWhiteSpace(model))
            return null;
        var lower = model.Trim().ToLowerInvariant();
        return Families.FirstOrDefault(family => lower.Contains(family, StringComparison.Ordinal)) ?? lower;
    }
}
