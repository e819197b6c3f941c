using Ccsp.Gateway.Processes;

namespace Ccsp.Gateway.Configuration;

/// <summary>
/// Reads environment variables: the names of older deployments, and any key as <c>CCSP__SECTION__KEY</c>. With the suffix <c>_FILE</c> the
/// value is read from that file.
/// </summary>
internal sealed class OptionsEnvironment
{
    private readonly OptionsInput _input;
    private readonly List<ConfigValue> _values = [];
    private readonly List<ConfigFinding> _findings = [];

    private OptionsEnvironment(OptionsInput input) => _input = input;

    public static (IReadOnlyList<ConfigValue> Values, IReadOnlyList<ConfigFinding> Findings) Read(
        OptionsInput input, IEnumerable<(string Name, string Value, ConfigSource Source)> variables)
    {
        var reading = new OptionsEnvironment(input);
        foreach (var (name, value, source) in variables.Where(v => v.Value.Length > 0 && !ServiceLinks.IsOne(v.Name, v.Value))
            .OrderBy(v => v.Name, StringComparer.Ordinal))
            reading.ReadOne(name, value, source);
        return (reading._values, reading._findings);
    }

    private void ReadOne(string name, string value, ConfigSource source)
    {
        var isFile = name.EndsWith(VariableNames.FileSuffix, StringComparison.Ordinal);
        var bare = isFile ? name[..^VariableNames.FileSuffix.Length] : name;
        if (VariableNames.Keys.TryGetValue(bare, out var path))
            Add(path, bare, value, source, isFile);
        else if (name.StartsWith(VariableNames.KeyPrefix, StringComparison.Ordinal))
            ReadDerived(bare, value, source, isFile);
        else if (VariableNames.IsMisspelt(name))
            _findings.Add(new(source, source.Layer == Layer.Environment ? "" : name, VariableNames.Unknown(name)));
    }

    /// <summary>The user-chosen name that a part stands for, such as an engine's; null when none is possible here.</summary>
    private static string? NameOfOne(OptionTree node, List<string> path, string part)
    {
        if (node.Named is null || part.Length == 0 || part.Contains('.', StringComparison.Ordinal))
            return null;
        return path is [.., "env"] ? part : part.ToLowerInvariant();
    }

    private void ReadDerived(string name, string value, ConfigSource source, bool isFile)
    {
        var node = OptionTree.Root;
        var path = new List<string>();
        foreach (var part in name[VariableNames.KeyPrefix.Length..].Split("__"))
        {
            var segment = node.NameLike(part) ?? NameOfOne(node, path, part);
            if (segment is null)
            {
                var nearest = NearestWord.Of(part.Replace("_", "", StringComparison.Ordinal), node.Names);
                var full = string.Join('.', path.Append(part));
                _findings.Add(
                    new(
                        source, NotBuilt.Key(full) is null ? full : full.ToLowerInvariant(),
                        NotBuilt.Key(full) ?? (nearest is null ? "unknown key" : $"unknown key; did you mean {nearest}?")));
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
        var named = (file is ['~', '/', ..] ? _input.HomePath(file[2..]) : _input.Absolute(file)) ?? file;
        try
        {
            return SettingsFile.ReadText(named).TrimEnd('\r', '\n');
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            _findings.Add(new(source, path, $"the file it names cannot be read: {FileProblem.Of(ex, named)}"));
            return null;
        }
    }
}
