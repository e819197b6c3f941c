namespace Ccsp.Gateway.Configuration;

/// <summary>Values that are fine one by one and contradict each other.</summary>
internal static class OptionsRules
{
    public static IEnumerable<ConfigFinding> Check(GatewayOptions options, IReadOnlyDictionary<string, ConfigValue> written) =>
        Clocks(options).Concat(Engines(options)).Concat(Profiles(options)).Concat(NotifyRules.Check(options.Notify)).Concat(Others(options)).Select(c => Finding(c, written));

    private static IEnumerable<(string[] Keys, string Message)> Clocks(GatewayOptions o)
    {
        if (o.Heartbeat.ValidSeconds < 2 * o.Heartbeat.EverySeconds)
            yield return (["heartbeat.validSeconds", "heartbeat.everySeconds"], "must be at least twice heartbeat.everySeconds, or one late beat costs every lease");
        if (o.Retries.BaseSeconds > o.Retries.CapSeconds)
            yield return (["retries.baseSeconds", "retries.capSeconds"], "must not be more than retries.capSeconds");
        if (o.Timeouts.FirstByteSeconds > o.Timeouts.RunSeconds && o.Timeouts.FirstByteSeconds != 120)
            yield return (["timeouts.firstByteSeconds"], "must not be more than timeouts.runSeconds: it could never fire");
        if (o.Timeouts.SilenceSeconds > o.Timeouts.RunSeconds && o.Timeouts.SilenceSeconds != 900)
            yield return (["timeouts.silenceSeconds"], "must not be more than timeouts.runSeconds: it could never fire");
    }

    private static IEnumerable<(string[] Keys, string Message)> Engines(GatewayOptions o)
    {
        foreach (var (name, engine) in o.Engines)
        {
            var at = $"engines.{name}";
            var kind = engine.Kind;
            if (kind is null)
                yield return ([at], "needs a kind: claude, or command with its command line");
            if (kind == "command" && engine.Command is null)
                yield return ([at + ".kind", at], "an engine of kind command needs command: [program, arguments…]");
            if (kind == "claude" && engine.Command is not null)
                yield return ([at + ".command"], "an engine of kind claude takes path, not command");
            if (kind == "claude" && engine.Output is not null)
                yield return ([at + ".output"], "an engine of kind claude chooses its output itself");
            if (kind == "command" && engine.Path is not null)
                yield return ([at + ".path"], "an engine of kind command takes command, not path");
        }
    }

    private static IEnumerable<(string[] Keys, string Message)> Profiles(GatewayOptions o)
    {
        foreach (var (name, profile) in o.Profiles)
        {
            if (o.Engines.ContainsKey(profile.Engine))
                continue;
            var nearest = NearestWord.Of(profile.Engine, o.Engines.Keys);
            yield return ([$"profiles.{name}.engine", $"profiles.{name}"],
                $"there is no engine {profile.Engine}; {(nearest is null ? "known: " + string.Join(", ", o.Engines.Keys) : $"did you mean {nearest}?")}");
        }
    }

    private static IEnumerable<(string[] Keys, string Message)> Others(GatewayOptions o)
    {
        if (o.Store.Kind == "redis" && o.Store.RedisHost is null)
            yield return (["store.kind"], "the store redis needs store.redis.host");
        if (o.MetricsPort is { } port && port == o.Listen.Port)
            yield return (["metrics.port", "listen"], "is the port of listen already, which answers /metrics too; leave it out or choose another");
        if (o.Dashboard.Auth && (o.Dashboard.AdminUser is null || o.Dashboard.AdminPassword is null))
            yield return (["dashboard.auth"], "needs dashboard.adminUser and dashboard.adminPassword");
    }

    private static ConfigFinding Finding((string[] Keys, string Message) contradiction, IReadOnlyDictionary<string, ConfigValue> written)
    {
        var key = contradiction.Keys.FirstOrDefault(written.ContainsKey);
        var source = key is null ? ConfigSource.Default : written[key].Source;
        return new ConfigFinding(source, contradiction.Keys[0], contradiction.Message);
    }
}
