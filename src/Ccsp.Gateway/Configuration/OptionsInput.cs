namespace Ccsp.Gateway.Configuration;

/// <summary>Everything the configuration is made from.</summary>
internal sealed record OptionsInput
{
    private static readonly string[] OurFiles = ["instance.id", "gateway.lock", "local.key", "ccsp.db", "STOP"];

    /// <summary>The file someone insists on; null: the first that exists of the usual ones.</summary>
    public string? ConfigPath { get; init; }

    /// <summary>The <c>.env</c> someone insists on; null: the one of the working directory, if there is one.</summary>
    public string? EnvironmentFile { get; init; }

    /// <summary>Null where the directory the process was started in has been deleted.</summary>
    public required string? WorkingDirectory { get; init; }

    public string? Home { get; init; }

    public string SystemFile { get; init; } = "/etc/ccsp/ccsp.json";

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public IReadOnlyList<OptionsFlag> Flags { get; init; } = [];

    /// <summary>The file that is read, if there is one.</summary>
    public string? FindFile()
    {
        if (ConfigPath is not null)
            return ConfigPath;
        string?[] usual = [Here("config", "ccsp.json"), SystemFile, AtHome(".config", "ccsp", "ccsp.json")];
        return usual.FirstOrDefault(File.Exists);
    }

    /// <summary>
    /// Where the data lie unless something names a folder: <c>./data</c> where it is one, else the user's own; null: neither can be told.
    /// </summary>
    public string? UsualDataFolder() => Here("data") is { } data && IsDataFolder(data) ? data : UserDataFolder();

    /// <summary>The folder of this user, which is the same from every directory.</summary>
    public string? UserDataFolder() =>
        Environment.GetValueOrDefault("XDG_DATA_HOME") is ['/', ..] and var share
            ? Path.Combine(share, "ccsp")
            : AtHome(".local", "share", "ccsp");

    /// <summary>A path as it is meant in the working directory; null: it is relative and there is none.</summary>
    public string? Absolute(string path) =>
        WorkingDirectory is { } directory ? Path.GetFullPath(path, directory) : Path.IsPathRooted(path) ? Path.GetFullPath(path) : null;

    /// <summary>Whether a file counts for every directory alike, so that nothing in it can be relative to one.</summary>
    public bool IsForEveryDirectory(string file) =>
        ConfigPath is null && (file == SystemFile || file == AtHome(".config", "ccsp", "ccsp.json"));

    /// <summary>A path below the home directory; null: there is none.</summary>
    public string? HomePath(string below) =>
        AtHome(below) is ['/', ..] and var path ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)) : null;

    /// <summary>Many a project has a folder of this name with things of its own: ours holds a file of ours, or nothing yet.</summary>
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
