using System.Reflection;
using Ccsp.Gateway.Tasks;
using Xunit;

namespace Ccsp.Tests.Architecture;

public sealed class ArchitectureTests
{
    /// <summary>Which folder of the gateway may use which. The only place where a direction is changed.</summary>
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Settings"] = [],
        ["Tasks"] = [],
        ["Duties"] = [],
        ["Events"] = ["Tasks"],
        ["Storage"] = [],
        ["Processes"] = ["Storage"],
        ["Gates"] = ["Settings", "Tasks"],
        ["Queue"] = ["Settings", "Tasks", "Events", "Gates", "Storage"],
        ["Engines"] = ["Settings", "Tasks", "Gates", "Processes"],
        ["EmergencyStop"] = ["Tasks", "Events", "Duties", "Queue", "Gates", "Storage", "Processes"],
        ["Execution"] = ["Settings", "Tasks", "Events", "Duties", "Storage", "Queue", "Engines", "Gates", "EmergencyStop", "Processes"],
        ["Notifications"] = ["Settings", "Tasks", "Events", "Duties", "Storage"],
        ["Logins"] = ["Tasks", "Events", "Duties", "Queue", "Gates", "Engines", "Storage", "Processes"],
        ["Cluster"] = ["Duties", "Queue", "Storage"],
        ["Security"] = ["Storage"],
        ["Telemetry"] = ["Storage"],
        ["Configuration"] =
        [
            "Settings", "Tasks", "Storage", "Processes", "Queue", "Gates", "Execution", "Engines", "EmergencyStop", "Notifications",
            "Logins", "Telemetry",
        ],
        ["LegacyRedisApi"] = ["Tasks", "Events", "Storage", "Queue", "Gates", "Execution", "Cluster", "Api"],
        ["StoreMigration"] =
            ["Configuration", "Tasks", "Events", "Storage", "Queue", "Gates", "Notifications", "Security", "Logins", "LegacyRedisApi"],
        ["Api"] =
        [
            "Cluster", "Configuration", "Tasks", "Events", "Storage", "Processes", "Queue", "Engines", "Gates", "EmergencyStop",
            "Execution", "Notifications", "Security", "Logins",
        ],
        ["Hosting"] =
        [
            "Api", "Cluster", "Configuration", "Duties", "EmergencyStop", "Engines", "Events", "Execution", "Gates", "Logins",
            "Notifications", "Processes", "Queue", "Security", "Settings", "Storage", "StoreMigration", "Tasks", "Telemetry",
        ],
    };

    private static readonly Assembly Gateway = typeof(AgentTask).Assembly;

    [Fact(Timeout = 60_000)]
    public Task A_folder_uses_only_the_folders_its_row_names() => Task.Run(() =>
    {
        var wrong =
            from use in AssemblyScan.Uses(Gateway)
            let user = Folder(use.User)
            let used = Folder(use.Used)
            where user is not null && used != user && (used is null ? IsCompositionRoot(use.Used) : !MayUse[user].Contains(used))
            group use by $"{user} must not use {used ?? "the composition root"}" into rule
            select $"{rule.Key}: {string.Join(", ", rule.Select(use => $"{use.User.Name} → {use.Used.Name}").Distinct().Take(5))}";
        Assert.Empty(wrong);
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 60_000)]
    public Task Every_folder_has_a_row_and_every_row_a_folder() => Task.Run(() =>
    {
        var folders = Gateway.GetTypes().Select(Folder).Where(folder => folder is not null).Distinct().Order();
        Assert.Subset(MayUse.Keys.ToHashSet(), folders.ToHashSet()!);
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 60_000)]
    public Task The_scan_sees_a_call_inside_an_async_method() => Task.Run(() =>
    {
        var uses = AssemblyScan.Uses(typeof(ArchitectureTests).Assembly).Select(use => (Outermost(use.User), use.Used)).ToHashSet();
        Assert.Contains((typeof(HiddenUse), typeof(HiddenTarget)), uses);
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 60_000)]
    public Task What_nobody_outside_needs_is_internal_and_sealed() => Task.Run(() =>
    {
        var wrong = Gateway.GetTypes().Where(type =>
            Folder(type) is not null && !type.IsNested && type.Namespace!.StartsWith("Ccsp.", StringComparison.Ordinal)
            && (type.IsPublic || (type.IsClass && !type.IsSealed && !type.IsAbstract)));
        Assert.Empty(wrong.Select(type => type.FullName));
    }, TestContext.Current.CancellationToken);

    /// <summary>
    /// The first folder below the gateway; null for the composition root and for code the compiler generates outside any folder.
    /// </summary>
    private static string? Folder(Type type)
    {
        var name = Outermost(type).Namespace;
        const string root = "Ccsp.Gateway.";
        return name?.StartsWith(root, StringComparison.Ordinal) == true ? name[root.Length..].Split('.')[0] : null;
    }

    private static bool IsCompositionRoot(Type type) => Outermost(type).Namespace == "Ccsp.Gateway";

    private static Type Outermost(Type type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return type;
    }
}
