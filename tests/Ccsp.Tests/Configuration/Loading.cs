using Ccsp.Gateway.Configuration;
using Ccsp.Tests.Support;

namespace Ccsp.Tests.Configuration;

/// <summary>Loads a configuration from a folder of its own, away from the machine's own files and variables.</summary>
internal sealed class Loading : IDisposable
{
    private readonly TempFolder _folder = new();

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    public List<OptionsFlag> Flags { get; } = [];

    /// <summary>False: the directory the program stands in has been deleted.</summary>
    public bool HasDirectory { get; set; } = true;

    public string? EnvironmentFile { get; set; }

    public string Folder => _folder.Path;

    public string File(string name, string content, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, content);
        System.IO.File.SetUnixFileMode(path, mode);
        return path;
    }

    public OptionsResult Load(string? json = null, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        var path = json is null ? null : File("ccsp.json", json, mode);
        return OptionsLoader.Load(Input() with { ConfigPath = path });
    }

    public OptionsInput Input() => new()
    {
        EnvironmentFile = EnvironmentFile,
        WorkingDirectory = HasDirectory ? Folder : null,
        SystemFile = Path.Combine(Folder, "etc", "ccsp.json"),
        Home = Path.Combine(Folder, "home"),
        Environment = Environment,
        Flags = Flags,
    };

    public GatewayOptions Options(string? json = null)
    {
        var result = Load(json);
        return result is OptionsResult.Loaded loaded
            ? loaded.Options
            : throw new InvalidOperationException(string.Join('\n', ((OptionsResult.Refused)result).Findings));
    }

    public IReadOnlyList<string> Findings(string? json = null, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite) =>
        Load(json, mode) is OptionsResult.Refused refused
            ? [.. refused.Findings.Select(f => f.ToString().Replace(Folder + "/", "", StringComparison.Ordinal))]
            : [];

    public void Dispose() => _folder.Dispose();
}
