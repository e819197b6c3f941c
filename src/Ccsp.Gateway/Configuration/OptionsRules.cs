using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Settings;

namespace Ccsp.Gateway.Configuration;

/// <summary>Checks values that are valid on their own but contradict each other.</summary>
internal static class OptionsRules
{
    public static IEnumerable<ConfigFinding> Check(GatewayOptions options, IReadOnlyDictionary<string, ConfigValue> written) =>
        Clocks(options).Concat(Engines(options, written)).Concat(Profiles(options)).Concat(Failover(options)).Concat(Limits(options))
            .Concat(NotifyRules.Check(options.Notify)).Concat(Stores(options.Store, options.Store.Redis))
            .Concat(UnusedServer(options.Store, written)).Concat(Others(options))
            .Select(c => Finding(c, written));

    private static IEnumerable<(string[] Keys, string Message)> Clocks(GatewayOptions o)
    {
        var (heartbeat, retries, timeouts) = (o.Execution.Heartbeat, o.Queue.Rules.Retries, o.Execution.Timeouts);
        if (heartbeat.ValidSeconds < 2 * heartbeat.EverySeconds)
            yield return (
                ["heartbeat.validSeconds", "heartbeat.everySeconds"],
                "must be at least twice heartbeat.everySeconds, or one late beat costs every lease");
        if (o.Store.IsShared && heartbeat.ValidSeconds < 10)
            yield return (
                ["heartbeat.validSeconds"], "must be at least 10 with a shared store: supervisors end their runs three seconds before");
        if (retries.BaseSeconds > retries.CapSeconds)
            yield return (["retries.baseSeconds", "retries.capSeconds"], "must not be more than retries.capSeconds");
        // Who only shortens the run is not asked for the others too.
        var usual = new TimeoutOptions();
        if (timeouts.FirstByteSeconds > timeouts.RunSeconds && timeouts.FirstByteSeconds != usual.FirstByteSeconds)
            yield return (["timeouts.firstByteSeconds"], "must not be more than timeouts.runSeconds: it could never fire");
        if (timeouts.SilenceSeconds > timeouts.RunSeconds && timeouts.SilenceSeconds != usual.SilenceSeconds)
            yield return (["timeouts.silenceSeconds"], "must not be more than timeouts.runSeconds: it could never fire");
    }

    private static IEnumerable<(string[] Keys, string Message)> Engines(GatewayOptions o, IReadOnlyDictionary<string, ConfigValue> written)
    {
        foreach (var (name, engine) in o.Engines)
        {
            var at = $"engines.{name}";
            var kind = engine.Kind;
            if (kind is null)
                yield return ([at], "needs a kind: claude, or command with its command line");
            if (kind == "command" && (engine.Command.Count == 0 || string.IsNullOrWhiteSpace(engine.Command[0])))
                yield return ([at + ".kind", at], "an engine of kind command needs command: [program, arguments…]");
            if (kind == "claude" && engine.Command.Count > 0)
                yield return ([at + ".command"], "an engine of kind claude takes path, not command");
            if (kind == "claude" && written.ContainsKey(at + ".output"))
                yield return ([at + ".output"], "an engine of kind claude chooses its output itself");
            if (kind == "claude" && written.ContainsKey(at + ".retryFailures"))
                yield return (
                    [at + ".retryFailures"], "is for engines of kind command; how Claude Code's endings are repeated is under retries");
            if (kind == "command" && written.ContainsKey(at + ".maxRetries"))
                yield return (
                    [at + ".maxRetries"],
                    "is for engines of kind claude; how often a program's failures are repeated is retries of a task");
            if (kind == "command" && engine.Path is not null)
                yield return ([at + ".path"], "an engine of kind command takes command, not path");
        }
    }

    private static IEnumerable<(string[] Keys, string Message)> Profiles(GatewayOptions o)
    {
        foreach (var (name, profile) in o.Profiles)
        {
            if (!o.Engines.ContainsKey(profile.Engine))
                yield return (
                    [$"profiles.{name}.engine", $"profiles.{name}"],
                    $"there is no engine {profile.Engine}; {Known(profile.Engine, o.Engines.Keys)}");
            foreach (var variable in profile.Env.Keys.Where(variable => !RunEnvironment.IsVariableName(variable)))
                yield return (
                    [$"profiles.{name}.env.{variable}"], "is no name of a variable: letters, digits and _, not beginning with a digit");
            var taken = profile.Env.Keys.Select(variable => (Key: $"env.{variable}", variable))
                .Concat(profile.PassEnvironment.Select(variable => (Key: "passEnvironment", variable)))
                .Where(v => RunEnvironment.IsTaken(v.variable));
            foreach (var (key, variable) in taken)
                yield return ([$"profiles.{name}.{key}"],
                    $"{variable} cannot be set: it belongs to the shell that starts a run, or marks the run");
            var withNul = profile.Env.Where(
                pair => pair.Value is Secret.Literal literal && literal.Value.Contains('\0', StringComparison.Ordinal));
            foreach (var (variable, _) in withNul)
                yield return ([$"profiles.{name}.env.{variable}"], "must not hold a NUL character");
            if (profile is { Burst: not null, RatePerMinute: null })
                yield return ([$"profiles.{name}.burst"], "needs ratePerMinute");
            if (profile.ConfigDir is { } folder
                && o.Profiles.FirstOrDefault(other => other.Key != name && Same(other.Value.ConfigDir, folder)).Key is { } twin
                && string.CompareOrdinal(twin, name) < 0)
                yield return ([$"profiles.{name}.configDir"], $"is the directory of profile {twin} too; one login is one profile");
        }
    }

    /// <summary>A fixed boundary: a subscription belongs to one person, and load is never spread over several of them.</summary>
    private static IEnumerable<(string[] Keys, string Message)> Failover(GatewayOptions o)
    {
        foreach (var (name, profile) in o.Profiles)
        {
            string[] keys = [$"profiles.{name}.failover", $"profiles.{name}"];
            if (profile.Failover.Count > 0 && profile.SignIn == SignIn.Login)
                yield return (keys, "is only for profiles with an API key or a cloud provider; this one is a person's login");
            foreach (var next in profile.Failover)
            {
                if (!o.Profiles.TryGetValue(next, out var other))
                    yield return (keys, $"there is no profile {next}; {Known(next, o.Profiles.Keys)}");
                else if (next == name)
                    yield return (keys, "names the profile itself");
                else if (other.SignIn == SignIn.Login)
                    yield return (
                        keys, $"names {next}, which is a person's login; only profiles with an API key or a cloud provider can take over");
                else if (other.Engine != profile.Engine)
                    yield return (keys, $"names {next}, which belongs to the engine {other.Engine}");
            }
        }
    }

    private static IEnumerable<(string[] Keys, string Message)> Limits(GatewayOptions o)
    {
        if (o.Execution.Limits.LowHeadroom > o.Execution.Limits.NormalHeadroom)
            yield return (
                ["limits.headroom.low", "limits.headroom.normal"],
                "must not be more than limits.headroom.normal: low tasks would pass normal ones");
        foreach (var (name, gate) in o.Execution.Limits.Gates)
        {
            if (GateNames.Reject(name) is { } reason)
                yield return ([$"limits.gates.{name}"], reason);
            else if (GateNames.Unknown(name, EngineProfiles.Complete(o).Profiles.Keys, o.Engines.Keys) is { } nobodys)
                yield return ([$"limits.gates.{name}"], nobodys);
            if (gate is { Burst: not null, RatePerMinute: null })
                yield return ([$"limits.gates.{name}.burst"], "needs ratePerMinute");
        }
    }

    private static string Known(string name, IEnumerable<string> names) =>
        NearestWord.Of(name, names) is { } nearest ? $"did you mean {nearest}?" : "known: " + string.Join(", ", names);

    private static bool Same(string? one, string other) =>
        one is not null && Path.TrimEndingDirectorySeparator(one) == Path.TrimEndingDirectorySeparator(other);

    private static IEnumerable<(string[] Keys, string Message)> Stores(StoreOptions store, RedisServerOptions redis)
    {
        if (store.IsShared && !redis.IsNamed)
            yield return (["store.kind"], "the store redis needs store.redis.host");
        if (redis.Url is Secret.Literal { Value: var url } && RedisUrl.Parse(url) is null)
            yield return (["store.redis.url"], "is no address of the form redis://user:password@host:port/database");
        if (redis.Url is not null && SaysMoreThanAddress(redis))
            yield return (["store.redis.url"], "says it all; leave out store.redis.host, port, nodes, user, password, tls and database");
        if (redis is { Host: not null, Nodes: not null })
            yield return (["store.redis.nodes", "store.redis.host"], "names the servers already; leave out store.redis.host");
        if (redis is { SentinelMaster: not null, Nodes: null })
            yield return (["store.redis.sentinelMaster"], "needs store.redis.nodes: the sentinels");
        if (redis is { SentinelMaster: null, SentinelUser: not null })
            yield return (["store.redis.sentinelUser"], "needs store.redis.sentinelMaster");
        if (redis is { SentinelMaster: null, SentinelPassword: not null })
            yield return (["store.redis.sentinelPassword"], "needs store.redis.sentinelMaster");
        if (!store.IsShared && store.Durability is { } wished && wished != Contracts.Durability.Disk)
            yield return (["store.durability"], "the embedded store always writes to disk");
    }

    /// <summary>Settings of a server that is not used. Generic names such as <c>REDIS_PORT</c> may belong to other programs.</summary>
    private static IEnumerable<(string[] Keys, string Message)> UnusedServer(StoreOptions store,
        IReadOnlyDictionary<string, ConfigValue> written)
    {
        if (store.IsShared)
            yield break;
        foreach (var (key, value) in written)
        {
            var isOurs = value.Source.Layer is Layer.File or Layer.Flag
                || value.Source.Name.StartsWith(VariableNames.KeyPrefix, StringComparison.Ordinal);
            if (isOurs && key.StartsWith("store.redis.", StringComparison.Ordinal))
                yield return (
                    [key], written.ContainsKey("store.kind")
                        ? "is not used with store.kind sqlite; leave one of them out"
                        : "is not used without a server: name it with store.redis.host, nodes or url");
        }
    }

    private static bool SaysMoreThanAddress(RedisServerOptions redis) =>
        redis is not { Host: null, Port: RedisServerOptions.DefaultPort, Nodes: null, User: null, Password: null, Tls: false, Database: 0 };

    private static IEnumerable<(string[] Keys, string Message)> Others(GatewayOptions o)
    {
        if (o.Execution is { UrgentSlots: > 0 } execution && execution.UrgentSlots >= execution.MaxConcurrent)
            yield return (
                ["queue.urgentSlots", "maxConcurrent"],
                "must be less than maxConcurrent: at least one slot is for tasks that are not urgent");
        if (!o.Listen.IsLoopback && !o.AllowRemote)
            yield return (
                ["listen"],
                "can be reached from other machines; set api.allowRemote where a firewall or a proxy with TLS stands before it");
        if (o is { Store.IsShared: true, Listen.IsWildcard: true, ClusterUrl: null })
            yield return (["cluster.url", "listen"], "is needed: listen names no address at which the other gateways reach this one");
    }

    private static ConfigFinding Finding((string[] Keys, string Message) contradiction, IReadOnlyDictionary<string, ConfigValue> written)
    {
        var key = contradiction.Keys.FirstOrDefault(written.ContainsKey);
        var source = key is null ? ConfigSource.Default : written[key].Source;
        return new ConfigFinding(source, contradiction.Keys[0], contradiction.Message);
    }
}
