using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Gates;

/// <summary>The names of gates, and which of them a task must pass.</summary>
internal static class GateNames
{
    /// <summary>Closed while the queue is paused.</summary>
    public const string Queue = "queue";

    private static readonly string[] Prefixes =
        ["class:", "group:", "engine:", "profile:", "agent:", "model:", "dir:", "conversation:", "instance:", "memory:"];

    /// <summary>Why a name is not a gate's; null if it is.</summary>
    public static string? Reject(string name) =>
        name == Queue || (name.Length <= 5000
            && Array.Exists(Prefixes, prefix => name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.Ordinal)))
            ? null
            : $"There is no gate '{name}'. A gate is called queue, or begins with {string.Join(" ", Prefixes)}";

    /// <summary>Why no task can ever meet this gate, because it refers to something that does not exist; null if one can.</summary>
    public static string? Unknown(string name, IEnumerable<string> profiles, IEnumerable<string> engines)
    {
        var (kind, rest) = name.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? (name[..colon], name[(colon + 1)..])
            : (name, "");
        // The windows of a model are behind a slash, which the name of a profile may hold as well.
        return kind switch
        {
            "class" when !EnumNames<Priority>.TryParse(rest, out _) =>
                $"There is no class '{rest}'. It must be one of {string.Join(", ", EnumNames<Priority>.All)}.",
            "engine" when !engines.Contains(rest, StringComparer.Ordinal) => NoSuch(kind, rest, engines),
            "profile" when !profiles.Any(profile => rest == profile || rest.StartsWith(profile + "/", StringComparison.Ordinal)) =>
                NoSuch(kind, rest, profiles),
            _ => null,
        };
    }

    public static string Class(Priority priority) => "class:" + EnumNames<Priority>.Of(priority);

    public static string Group(string group) => "group:" + group;

    /// <summary>Whether it holds a part of the queue, as people pause it.</summary>
    public static bool IsClassOrGroup(string name) =>
        name.StartsWith("class:", StringComparison.Ordinal) || name.StartsWith("group:", StringComparison.Ordinal);

    public static string Engine(string engine) => "engine:" + engine;

    public static bool IsEngine(string name) => name.StartsWith("engine:", StringComparison.Ordinal);

    public static string Profile(string profile) => "profile:" + profile;

    /// <summary>What a profile may use of one model; providers keep windows for some.</summary>
    public static string ProfileModel(string profile, string? model) => $"profile:{profile}/{model ?? ModelFamily.Unnamed}";

    public static string Agent(string agent) => "agent:" + agent;

    public static string Model(string model) => "model:" + model;

    public static string Directory(string path) => "dir:" + path;

    /// <summary>Two concurrent runs would interleave one transcript.</summary>
    public static string Conversation(string id) => "conversation:" + id;

    /// <summary>Whether a gate admits one run at a time where nothing else was ever said of it.</summary>
    public static bool AdmitsOne(string name) =>
        name.StartsWith("dir:", StringComparison.Ordinal) || name.StartsWith("conversation:", StringComparison.Ordinal);

    /// <summary>The instance's slots; asked once per claim, not per task.</summary>
    public static string Instance(string instanceId) => "instance:" + instanceId;

    public static string Memory(string instanceId) => "memory:" + instanceId;

    /// <summary>
    /// The gates of a task beyond queue, class and group, in a fixed order. Tasks of one class and group with the same set wait in one
    /// lane; a gate that is closed parks its lanes and nobody else.
    /// </summary>
    public static IReadOnlyList<string> Of(AgentTask task) =>
        Of(task.Engine, task.Profile, task.Agent, task.Model, task.ExclusiveDirectory, task.Conversation);

    public static IReadOnlyList<string> Of(string engine, string profile, string agent, string? model, string? directory,
        string? conversation)
    {
        List<string> names = [Engine(engine), Profile(profile), ProfileModel(profile, model), Agent(agent)];
        if (model is not null)
            names.Add(Model(model));
        if (directory is not null)
            names.Add(Directory(directory));
        if (conversation is not null)
            names.Add(Conversation(conversation));
        return names;
    }

    /// <summary>The gates a provider's limit or a lost login closes for a task: those it is parked under.</summary>
    public static IReadOnlyList<string> ParkingGates(AgentTask task) => [Profile(task.Profile), ProfileModel(task.Profile, task.Model)];

    private static string NoSuch(string kind, string name, IEnumerable<string> known) =>
        $"There is no {kind} '{name}'. It must be one of {string.Join(", ", known.Order(StringComparer.Ordinal))}.";
}
