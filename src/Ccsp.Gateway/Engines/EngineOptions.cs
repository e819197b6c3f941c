namespace Ccsp.Gateway.Engines;

/// <summary>One entry of <c>engines</c> in the configuration.</summary>
internal sealed record EngineOptions
{
    /// <summary><c>claude</c> or <c>command</c>.</summary>
    public string Kind { get; set; } = EngineKinds.Claude;

    /// <summary>Kind <c>claude</c>: path or name of the CLI; <c>CLAUDE_CLI_PATH</c> wins.</summary>
    public string? Path { get; set; }

    /// <summary>Kind <c>command</c>: program and arguments, placeholders as in <see cref="Command.ArgumentTemplate"/>.</summary>
    public IReadOnlyList<string> Command { get; set; } = [];

    /// <summary>Kind <c>command</c>: what the program writes.</summary>
    public OutputFormat Output { get; set; } = OutputFormat.Text;

    /// <summary>
    /// Kind <c>command</c>: whether an exit code other than 0 leads to another run, as a crash does, where the task does not say how often.
    /// </summary>
    public bool RetryFailures { get; set; }

    /// <summary>How often the CLI itself repeats a failed request; its own default is 10, which takes minutes.</summary>
    public int MaxRetries { get; set; } = 3;

    public SilenceOptions Silence { get; set; } = new();

    /// <summary>Every mistake of one entry, in the words of the configuration file.</summary>
    public IEnumerable<string> Problems(string name)
    {
        if (Kind is not (EngineKinds.Claude or EngineKinds.Command))
            yield return $"engines.{name}.kind: \"{Kind}\" is neither \"claude\" nor \"command\"";
        if (Kind == EngineKinds.Command && (Command.Count == 0 || string.IsNullOrWhiteSpace(Command[0])))
            yield return $"engines.{name}.command: needs the program and its arguments, for example "
                + "[\"/usr/local/bin/mytool\", \"--quiet\"]";
        if (Kind == EngineKinds.Command && Output == OutputFormat.Json)
            yield return $"engines.{name}.output: is \"text\" or \"stream-json\"";
        if (MaxRetries is < 0 or > 15)
            yield return $"engines.{name}.maxRetries: {MaxRetries} is not between 0 and 15, the CLI's own cap";
    }
}
