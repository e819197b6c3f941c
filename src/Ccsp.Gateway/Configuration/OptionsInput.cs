using System.Collections;

namespace Ccsp.Gateway.Configuration;

/// <summary>A value given on the command line.</summary>
internal sealed record OptionsFlag(string Flag, string Path, string Value);

/// <summary>Everything the configuration is made from.</summary>
internal sealed record OptionsInput
{
    /// <summary>The file someone insists on; null: the first that exists of the usual ones.</summary>
    public string? ConfigPath { get; init; }

    public required string WorkingDirectory { get; init; }

    public string? Home { get; init; }

    public string SystemFile { get; init; } = "/etc/ccsp/ccsp.json";

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public IReadOnlyList<OptionsFlag> Flags { get; init; } = [];

    public static OptionsInput FromProcess(string? configPath, IReadOnlyList<OptionsFlag> flags)
    {
        var variables = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>();
        var environment = variables.ToDictionary(v => (string)v.Key, v => (string?)v.Value ?? "", StringComparer.Ordinal);
        return new OptionsInput
        {
            ConfigPath = configPath,
            WorkingDirectory = Directory.GetCurrentDirectory(),
            Home = environment.GetValueOrDefault("HOME"),
            Environment = environment,
            Flags = flags,
        };
    }

    /// <summary>The file that is read, if there is one.</summary>
    public string? FindFile()
    {
        if (ConfigPath is not null)
            return ConfigPath;
        var local = Path.Combine(WorkingDirectory, "config", "ccsp.json");
        string?[] usual = [local, SystemFile, Home is null ? null : Path.Combine(Home, ".config", "ccsp", "ccsp.json")];
        return usual.FirstOrDefault(File.Exists);
    }
}
