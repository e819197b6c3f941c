namespace Ccsp.Gateway.Configuration;

/// <summary>The sources of the configuration.</summary>
internal sealed record OptionsInput
{
    private static readonly string[] OurFiles = ["instance.id", "gateway.lock", "local.key", "ccsp.db", "STOP"];

    /// <summary>The required file; null: the first existing default file.</summary>
    public string? ConfigPath { get; init; }

    /// <summary>The required <c>.env</c>; null: the one in the working directory, if any.</summary>
    public string? EnvironmentFile { get; init; }

    /// <summary>Null when the process's working directory has been deleted.</summary>
    public required string? WorkingDirectory { get; init; }

    public string? Home { get; init; }

    public string SystemFile { get; init; } = "/etc/ccsp/ccsp.json";

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public IReadOnlyList<OptionsFlag> Flags { get; init; } = [];

    /// <summary>The file to read, if any.</summary>
    public string? FindFile()
    {
        if (ConfigPath is not null)
            return ConfigPath;
        string?[] usual = [Here("config", "ccsp.json"), SystemFile, AtHome(".config", "ccsp", "ccsp.json")];
        return usual.FirstOrDefault(File.Exists);
    }

    /// <summary>Default data folder: <c>./data</c> when it is one, otherwise the user's own; null: neither can be determined.</summary>
    public string? UsualDataFolder() => Here("data") is { } data && IsDataFolder(data) ? data : UserDataFolder();

    /// <summary>The user's data folder, independent of the working directory.</summary>
    public string? UserDataFolder() =>
        Environment.GetValueOrDefault("XDG_DATA_HOME") is ['/', ..] and var share
            ? Path.Combine(share, "ccsp")
            : AtHome(".local", "share", "ccsp");

    /// <summary>A path resolved against the working directory; null: it is relative and there is no working directory.</summary>
    public string? Absolute(string path) =>
        WorkingDirectory is { } directory ? Path.GetFullPath(path, directory) : Path.IsPathRooted(path) ? Path.GetFullPath(path) : null;

    /// <summary>Whether a file applies to every working directory, so that its paths must not be relative.</summary>
    public bool IsForEveryDirectory(string file) =>
        ConfigPath is null && (file == SystemFile || file == AtHome(".config", "ccsp", "ccsp.json"));

    /// <summary>A path below the home directory; null: there is none.</summary>
    public string? HomePath(string below) =>
        AtHome(below) is ['/', ..] and var path ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)) : null;

    /// <summary>Many projects have a folder of this name for other purposes: ours is empty or contains one of our files.</summary>
    private static bool IsDataFolder(string folder)
    {
        try
        {
            return Directory.Exists(folder)
                && (OurFiles.Any(file => File.Exists(Path.Combine(folder, file))) || !Directory.EnumerateFileSystemEntries(folder).Any());
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private string? Here(params string[] names) => WorkingDirectory is null ? null : Path.Combine([WorkingDirectory, .. names]);

    private string? AtHome(params string[] names) => string.IsNullOrEmpty(Home) ? null : Path.Combine([Home, .. names]);
}
