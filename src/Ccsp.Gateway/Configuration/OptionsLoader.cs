namespace Ccsp.Gateway.Configuration;

/// <summary>What became of loading.</summary>
internal abstract record OptionsResult
{
    private OptionsResult()
    {
    }

    /// <param name="Options">Valid as a whole.</param>
    /// <param name="Values">Every key with its value as it may be shown, and who said so.</param>
    internal sealed record Loaded(GatewayOptions Options, IReadOnlyList<EffectiveValue> Values) : OptionsResult;

    /// <param name="Findings">All of them, not the first.</param>
    internal sealed record Refused(IReadOnlyList<ConfigFinding> Findings) : OptionsResult;
}

/// <summary>Makes the options out of flags, environment, file and defaults, in this precedence: all or nothing.</summary>
internal sealed class OptionsLoader
{
    private readonly OptionsInput _input;
    private readonly List<ConfigFinding> _findings = [];
    private readonly List<ConfigValue> _values = [];
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ConfigValue> _winners = new(StringComparer.Ordinal);

    private OptionsLoader(OptionsInput input) => _input = input;

    public static OptionsResult Load(OptionsInput input)
    {
        var loader = new OptionsLoader(input);
        loader.Gather();
        var options = loader.Finish(loader.Apply(new GatewayOptions()));
        loader._findings.AddRange(OptionsRules.Check(options, loader._winners));
        loader._findings.AddRange(SecretCheck.Check(options, loader._winners, loader._environment));
        return loader._findings.Count == 0
            ? new OptionsResult.Loaded(options, EffectiveValue.Of(options, loader._winners))
            : new OptionsResult.Refused(loader._findings);
    }

    private void Gather()
    {
        if (_input.FindFile() is { } file)
            Take(OptionsFile.Read(file));
        var dotEnv = Path.Combine(_input.WorkingDirectory, ".env");
        if (File.Exists(dotEnv))
            TakeDotEnv(dotEnv);
        foreach (var (name, value) in _input.Environment)
            _environment[name] = value;
        Take(OptionsEnvironment.Read(_input.Environment.Select(v => (v.Key, v.Value, new ConfigSource(Layer.Environment, v.Key)))));
        _values.AddRange(_input.Flags.Select(f => new ConfigValue(f.Path, Shape.Untyped, f.Value, new(Layer.Flag, f.Flag))));
    }

    private void TakeDotEnv(string path)
    {
        try
        {
            var (variables, findings) = DotEnv.Parse(".env", File.ReadAllText(path));
            foreach (var (name, value, _) in variables)
                _environment[name] = value;
            _findings.AddRange(findings);
            Take(OptionsEnvironment.Read(variables));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            _findings.Add(new(new(Layer.DotEnv, ".env"), "", $"cannot be read: {unreadable.Message}"));
        }
    }

    private void Take((IReadOnlyList<ConfigValue> Values, IReadOnlyList<ConfigFinding> Findings) read)
    {
        _values.AddRange(read.Values);
        _findings.AddRange(read.Findings);
    }

    private GatewayOptions Apply(GatewayOptions options)
    {
        foreach (var value in _values)
        {
            var key = KeyOf(value.Path);
            var names = key.NamesIn(value.Path);
            CheckTwice(value);
            if (key.Apply(options, names, value) is not { } changed)
            {
                _findings.Add(new(value.Source, value.Path, $"must be {key.Expected}{Instead(value, key.IsSecret(names))}"));
                continue;
            }

            if (!value.Source.IsPrivate && key.IsSecret(names) && Secret.Parse(value.Text) is Secret.Literal)
            {
                _findings.Add(new(value.Source, value.Path,
                    $"a secret is written out in a file others can read; chmod 600 {value.Source.Name}, or write secret:env:NAME or secret:file:PATH"));
            }

            options = changed;
            _winners[value.Path] = value;
        }

        return options;
    }

    private void CheckTwice(ConfigValue value)
    {
        if (_winners.TryGetValue(value.Path, out var before) && before.Source.Layer == value.Source.Layer
            && value.Source.Layer is not Layer.File && before.Text != value.Text)
        {
            _findings.Add(new(value.Source, value.Path, $"contradicts {before.Source}, which says something else for the same key; keep one"));
        }
    }

    private GatewayOptions Finish(GatewayOptions options) => options with
    {
        Engines = options.Engines.ToDictionary(e => e.Key, e => e.Value with { Kind = e.Value.KindUnder(e.Key) }, StringComparer.Ordinal),
        DataDir = Path.GetFullPath(options.DataDir, _input.WorkingDirectory),
        Queue = options.Queue with { Rules = options.Queue.Rules with { Retries = options.Retries }, Gates = ConfiguredGates.Of(options) },
    };

    private static OptionKey KeyOf(string path)
    {
        var node = OptionTree.Root;
        foreach (var segment in path.Split('.'))
            node = node.Child(segment) ?? throw new InvalidOperationException($"no key {path}");
        return node.Key ?? throw new InvalidOperationException($"no key {path}");
    }

    private static string Instead(ConfigValue value, bool isSecret) => value.Shape switch
    {
        Shape.List => ", not a list",
        Shape.Object => ", not an object",
        _ when isSecret => "",
        Shape.Number or Shape.Flag => $", not {value.Text}",
        _ => $", not \"{(value.Text.Length > 60 ? value.Text[..60] + "…" : value.Text)}\"",
    };
}
