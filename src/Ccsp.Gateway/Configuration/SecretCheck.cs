using Ccsp.Gateway.Settings;

namespace Ccsp.Gateway.Configuration;

/// <summary>Checks that the targets of references exist. Commands are not run.</summary>
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

    /// <summary>Files that hold the gateway's secrets.</summary>
    public static IEnumerable<string> Files(GatewayOptions options) =>
        All(options).Select(entry => entry.Secret).OfType<Secret.FromFile>().Select(file => file.Path);

    private static IEnumerable<(string Path, Secret? Secret)> All(GatewayOptions options) =>
        OptionKeys.All.Where(key => key is { HoldsSecret: true, HasNames: false })
            .Select(key => (key.Pattern, key.ValueIn(options, []) as Secret))
            .Concat(options.Profiles.SelectMany(
                profile => profile.Value.Env.Select(variable => ($"profiles.{profile.Key}.env.{variable.Key}", (Secret?)variable.Value))));
}
