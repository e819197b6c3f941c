namespace Ccsp.Gateway.Configuration;

/// <summary>Whether what the references point to is there. Commands are not run for it.</summary>
internal static class SecretCheck
{
    public static IEnumerable<ConfigFinding> Check(
        GatewayOptions options,
        IReadOnlyDictionary<string, ConfigValue> written,
        IReadOnlyDictionary<string, string> environment)
    {
        foreach (var (path, secret) in All(options))
        {
            var source = written.TryGetValue(path, out var value) ? value.Source : ConfigSource.Default;
            if (secret is Secret.FromEnvironment { Name: var name } && string.IsNullOrEmpty(environment.GetValueOrDefault(name)))
                yield return new ConfigFinding(source, path, $"the environment has no variable {name}");
            if (secret is Secret.FromFile { Path: var file } && !File.Exists(file))
                yield return new ConfigFinding(source, path, $"there is no file {file}");
        }
    }

    /// <summary>Files that hold secrets of the gateway.</summary>
    public static IEnumerable<string> Files(GatewayOptions options) =>
        All(options).Select(entry => entry.Secret).OfType<Secret.FromFile>().Select(file => file.Path);

    private static IEnumerable<(string Path, Secret? Secret)> All(GatewayOptions o) =>
        new (string, Secret?)[]
        {
            ("store.redis.url", o.Store.RedisUrl),
            ("store.redis.password", o.Store.RedisPassword),
            ("store.redis.sentinelPassword", o.Store.SentinelPassword),
            ("notify.github.token", o.Notify.Github.Token),
            ("notify.slack.url", o.Notify.Slack.Url),
            ("notify.webhook.url", o.Notify.Webhook.Url),
            ("notify.webhook.secret", o.Notify.Webhook.Secret),
            ("notify.email.password", o.Notify.Email.Password),
            ("notify.pagerduty.routingKey", o.Notify.PagerDuty.RoutingKey),
        }.Concat(o.Profiles.SelectMany(p => p.Value.Env.Select(v => ($"profiles.{p.Key}.env.{v.Key}", (Secret?)v.Value))));
}
