namespace Ccsp.Gateway.Configuration;

/// <summary>
/// Reads the configuration out of environment variables: the names of older deployments, and any key as <c>CCSP__SECTION__KEY</c>.
/// Each may end in <c>_FILE</c>; the value is then what that file holds.
/// </summary>
internal sealed class OptionsEnvironment
{
    private const string Prefix = "CCSP__";
    private const string FileSuffix = "_FILE";

    /// <summary>Names that are not derived from a key.</summary>
    public static IReadOnlyDictionary<string, string> Known { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["CCSP_ADMIN_PASS"] = "dashboard.adminPassword",
        ["CCSP_ADMIN_USER"] = "dashboard.adminUser",
        ["CCSP_DASHBOARD_AUTH"] = "dashboard.auth",
        ["CCSP_DASHBOARD_PORT"] = "listen",
        ["CCSP_DATA_DIR"] = "dataDir",
        ["CCSP_LOG_LEVEL"] = "log.level",
        ["CCSP_MAX_CONCURRENT"] = "maxConcurrent",
        ["CCSP_PROMETHEUS_PORT"] = "metrics.port",
        ["CCSP_QUEUE_SIZE"] = "queueSize",
        ["CLAUDE_CLI_PATH"] = "engines.claude.path",
        ["GITHUB_TOKEN"] = "notify.github.token",
        ["REDIS_HOST"] = "store.redis.host",
        ["REDIS_PASSWORD"] = "store.redis.password",
        ["REDIS_PORT"] = "store.redis.port",
        ["REDIS_URL"] = "store.redis.url",
        ["REDIS_USER"] = "store.redis.user",
    };

    private readonly List<ConfigValue> _values = [];
    private readonly List<ConfigFinding> _findings = [];

    public static (IReadOnlyList<ConfigValue> Values, IReadOnlyList<ConfigFinding> Findings) Read(
        IEnumerable<(string Name, string Value, ConfigSource Source)> variables)
    {
        var reading = new OptionsEnvironment();
        var all = variables.Where(v => v.Value.Length > 0).OrderBy(v => v.Name, StringComparer.Ordinal).ToList();
        foreach (var (name, value, source) in all)
            reading.ReadOne(name, value, source);
        return (reading._values, reading._findings);
    }

    private void ReadOne(string name, string value, ConfigSource source)
    {
        var isFile = name.EndsWith(FileSuffix, StringComparison.Ordinal);
        var bare = isFile ? name[..^FileSuffix.Length] : name;
        if (Known.TryGetValue(bare, out var path))
            Add(path, bare, value, source, isFile);
        else if (name.StartsWith(Prefix, StringComparison.Ordinal))
            ReadDerived(bare, value, source, isFile);
    }

    private void ReadDerived(string name, string value, ConfigSource source, bool isFile)
    {
        var node = OptionTree.Root;
        var path = new List<string>();
        foreach (var part in name[Prefix.Length..].Split("__"))
        {
            var segment = node.NameLike(part) ?? (node.Named is null || part.Length == 0 || part.Contains('.', StringComparison.Ordinal) ? null : path is [.., "env"] ? part : part.ToLowerInvariant());
            if (segment is null)
            {
                var nearest = NearestWord.Of(part.Replace("_", "", StringComparison.Ordinal), node.Names);
                _findings.Add(new(source, string.Join('.', path.Append(part)), nearest is null ? "unknown key" : $"unknown key; did you mean {nearest}?"));
                return;
            }

            path.Add(segment);
            node = node.Child(segment)!;
        }

        if (node.Key is null)
            _findings.Add(new(source, string.Join('.', path), $"is a section; name one of {string.Join(", ", node.Names)}"));
        else
            Add(string.Join('.', path), name, value, source, isFile);
    }

    private void Add(string path, string name, string value, ConfigSource source, bool isFile)
    {
        if (isFile)
        {
            if (ContentOf(value, path, source) is not { } content)
                return;
            value = content;
        }

        if (name == "CCSP_DASHBOARD_PORT")
            value = ":" + value;
        _values.Add(new(path, Shape.Untyped, value, source));
    }

    private string? ContentOf(string file, string path, ConfigSource source)
    {
        try
        {
            return File.ReadAllText(file).TrimEnd('\r', '\n');
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            _findings.Add(new(source, path, $"the file it names cannot be read: {unreadable.Message}"));
            return null;
        }
    }
}
