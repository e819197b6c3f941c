using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Settings;

namespace Ccsp.Gateway.Configuration;

/// <summary>Builds the options from flags, environment, file and defaults, in this order of precedence: all or nothing.</summary>
internal sealed class OptionsLoader
{
    private readonly OptionsInput _input;
    private readonly List<ConfigFinding> _findings = [];
    private readonly List<ConfigValue> _values = [];
    private readonly List<string> _files = [];
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ConfigValue> _winners = new(StringComparer.Ordinal);

    private OptionsLoader(OptionsInput input) => _input = input;

    /// <summary>The data folder of the gateway configured here, even if other settings are invalid.</summary>
    /// <returns>Null when none is configured and no default can be determined.</returns>
    public static string? DataFolder(OptionsInput input)
    {
        var loader = new OptionsLoader(input);
        loader.Gather();
        return loader._values.LastOrDefault(value => value.Path == "dataDir") is { } written
            ? OptionPaths.Resolve(written, KeyOf(written.Path), input) is (var value, null) ? value.Text : null
            : input.UsualDataFolder();
    }

    public static OptionsResult Load(OptionsInput input)
    {
        var loader = new OptionsLoader(input);
        loader.Gather();
        var options = loader.Finish(loader.Apply());
        loader._findings.AddRange(OptionsRules.Check(options, loader._winners));
        if (options.DataDir.Length == 0)
            loader._findings.Add(
                new(
                    ConfigSource.Default, "dataDir",
                    "there is no ./data and no home directory; name a folder with --data-dir or CCSP_DATA_DIR"));
        loader._findings.AddRange(SecretCheck.Check(options, loader._winners, loader._environment));
        return loader._findings.Count == 0
            ? new OptionsResult.Loaded(options, EffectiveValue.Of(options, loader._winners), loader._winners, loader._files)
            : new OptionsResult.Refused(loader._findings);
    }

    private void Gather()
    {
        if (_input.FindFile() is { } file)
        {
            _files.Add(file);
            Take(OptionsFile.Read(file));
        }

        TakeDotEnv();
        foreach (var (name, value) in _input.Environment)
            _environment[name] = value;
        Take(OptionsEnvironment.Read(_input, _input.Environment.Select(v => (v.Key, v.Value, new ConfigSource(Layer.Environment, v.Key)))));
        _values.AddRange(_input.Flags.Select(f => new ConfigValue(f.Path, Shape.Untyped, f.Value, new(Layer.Flag, f.Flag))));
    }

    private void TakeDotEnv()
    {
        var path = _input.EnvironmentFile ?? (_input.WorkingDirectory is { } directory ? Path.Combine(directory, ".env") : null);
        if (path is null || (_input.EnvironmentFile is null && !IsThere(path)))
            return;
        var name = _input.EnvironmentFile ?? ".env";
        try
        {
            var variables = DotEnv.Parse(name, SettingsFile.ReadText(path));
            _files.Add(path);
            var isOurs = _input.EnvironmentFile is not null
                || variables.Any(v => v.Name.StartsWith(VariableNames.Prefix, StringComparison.Ordinal));
            var taken = variables.Where(v => VariableNames.IsTaken(v.Name, isOurs)).ToList();
            // A secret reference names its variable explicitly, so it may use any variable of the file.
            foreach (var variable in variables.Where(v => !v.IsOpen))
                _environment[variable.Name] = variable.Value;
            _findings.AddRange(
                taken.Where(v => v.IsOpen).Select(v => new ConfigFinding(v.Source, v.Name, "has a quote that is not closed")));
            Take(OptionsEnvironment.Read(_input, taken.Where(v => !v.IsOpen).Select(v => (v.Name, v.Value, v.Source))));
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            _findings.Add(new(new(Layer.DotEnv, name), "", $"cannot be read: {FileProblem.Of(ex, path)}"));
        }
    }

    /// <summary>A dangling link counts as no file, as in dotenv.</summary>
    private static bool IsThere(string path) =>
        File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is null or { Exists: true };

    private void Take((IReadOnlyList<ConfigValue> Values, IReadOnlyList<ConfigFinding> Findings) read)
    {
        _values.AddRange(read.Values);
        _findings.AddRange(read.Findings);
    }

    private GatewayOptions Apply()
    {
        var options = new GatewayOptions();
        foreach (var value in _values)
        {
            var key = KeyOf(value.Path);
            var names = key.NamesIn(value.Path);
            CheckTwice(value);
            var (meant, problem) = OptionPaths.Resolve(FromDotEnv(value, key), key, _input);
            if (problem is not null)
            {
                _findings.Add(new(value.Source, value.Path, problem));
                continue;
            }

            if (!key.TryApply(options, names, meant))
            {
                _findings.Add(new(value.Source, value.Path, $"must be {key.Expected}{Instead(value, key, names)}"));
                continue;
            }

            if (!value.Source.IsPrivate && key.IsSecret(names) && Secret.Parse(value.Text) is Secret.Literal)
            {
                _findings.Add(new(value.Source, value.Path,
                    $"a secret is written out in a file others can read; chmod 600 {value.Source.Name}, or write "
                        + "secret:env:NAME or secret:file:PATH"));
            }

            _winners[value.Path] = value;
        }

        return options;
    }

    /// <summary>
    /// A reference to a variable that exists only in the <c>.env</c> is resolved from there, because the process never gets those.
    /// </summary>
    private ConfigValue FromDotEnv(ConfigValue value, OptionKey key) =>
        key.HoldsSecret && Secret.Parse(value.Text) is Secret.FromEnvironment { Name: var name }
        && !_input.Environment.ContainsKey(name) && _environment.GetValueOrDefault(name) is { Length: > 0 } text
            ? value with { Text = text }
            : value;

    private void CheckTwice(ConfigValue value)
    {
        if (_winners.TryGetValue(value.Path, out var before) && before.Source.Layer == value.Source.Layer
            && value.Source.Layer is not Layer.File && before.Text != value.Text)
        {
            _findings.Add(
                new(value.Source, value.Path, $"contradicts {before.Source}, which says something else for the same key; keep one"));
        }
    }

    private GatewayOptions Finish(GatewayOptions options)
    {
        options.Queue.Gates = ConfiguredGates.Of(options);
        return options with
        {
            Engines = options.Engines.ToDictionary(
                engine => engine.Key, engine => engine.Value with { Kind = engine.Value.KindUnder(engine.Key) }, StringComparer.Ordinal),
            Store = options.Store with { Kind = options.Store.IsShared ? "redis" : "sqlite" },
            DataDir = DataDirOf(options),
            LogDir = options.LogDir ?? LogFolder.Usual(DataDirOf(options)),
        };
    }

    private string DataDirOf(GatewayOptions options) => options.DataDir.Length == 0 ? _input.UsualDataFolder() ?? "" : options.DataDir;

    public static OptionKey KeyOf(string path)
    {
        var node = OptionTree.Root;
        foreach (var segment in path.Split('.'))
            node = node.Child(segment) ?? throw new InvalidOperationException($"no key {path}");
        return node.Key ?? throw new InvalidOperationException($"no key {path}");
    }

    private static string Instead(ConfigValue value, OptionKey key, IReadOnlyList<string> names) => value.Shape switch
    {
        Shape.List when !key.TakesList => ", not a list",
        Shape.List when value.Items is { Count: > 0 } items => $", not [{Short(string.Join(", ", items.Select(item => $"\"{item}\"")))}]",
        Shape.List => ", not an empty list",
        Shape.Object => ", not an object",
        _ when key.IsSecret(names) => "",
        Shape.Number or Shape.Flag => $", not {value.Text}",
        _ => $", not \"{Short(value.Text)}\"",
    };

    private static string Short(string text) => text.Length > 60 ? text[..60] + "…" : text;
}
