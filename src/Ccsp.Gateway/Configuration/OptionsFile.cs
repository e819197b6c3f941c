using System.Text;
using System.Text.Json;
using Ccsp.Gateway.Processes;

namespace Ccsp.Gateway.Configuration;

/// <summary>
/// Reads a configuration file token by token, so that every finding has its line and column. Comments and trailing commas are allowed.
/// </summary>
internal sealed class OptionsFile
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private static readonly JsonReaderOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly string _name;
    private readonly byte[] _json;
    private readonly bool _isPrivate;
    private readonly List<ConfigValue> _values = [];
    private readonly List<ConfigFinding> _findings = [];

    private OptionsFile(string name, byte[] json, bool isPrivate) => (_name, _json, _isPrivate) = (name, json, isPrivate);

    /// <param name="path">The file's name in messages.</param>
    public static (IReadOnlyList<ConfigValue> Values, IReadOnlyList<ConfigFinding> Findings) Read(string path)
    {
        try
        {
            var isPrivate = OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Others) == 0;
            return Parse(path, SettingsFile.ReadBytes(path), isPrivate);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return ([], [new(new(Layer.File, path), "", $"cannot be read: {FileProblem.Of(ex, path)}")]);
        }
    }

    public static (IReadOnlyList<ConfigValue> Values, IReadOnlyList<ConfigFinding> Findings) Parse(string name, byte[] json, bool isPrivate)
    {
        var file = new OptionsFile(name, json.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? json[3..] : json, isPrivate);
        file.ReadAll();
        return (file._values, file._findings);
    }

    private void ReadAll()
    {
        if (_json.AsSpan().IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            _findings.Add(new(At(0), "", "the file is empty; {} is a configuration without settings"));
            return;
        }

        var reader = new Utf8JsonReader(_json, Lenient);
        try
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject)
                ReadObject(ref reader, OptionTree.Root, "");
            else
            {
                _findings.Add(new(At(reader.TokenStartIndex), "", "the file must hold one JSON object"));
                reader.Skip();
            }

            if (reader.Read())
                _findings.Add(new(At(reader.TokenStartIndex), "", "something follows the end of the configuration"));
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException)
        {
            var place = ex is JsonException { LineNumber: { } line, BytePositionInLine: { } bytes }
                ? new ConfigSource(Layer.File, _name, (int)line + 1, (int)bytes + 1, _isPrivate)
                : At(reader.TokenStartIndex);
            _findings.Add(new(place, "", "this is not JSON: " + ex.Message.Split(" LineNumber:")[0].Split(" Path:")[0]));
        }
    }

    private void ReadObject(ref Utf8JsonReader reader, OptionTree node, string path)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var place = At(reader.TokenStartIndex);
            var name = reader.GetString()!;
            var full = path.Length == 0 ? name : $"{path}.{name}";
            reader.Read();
            if (!seen.Add(name))
                _findings.Add(new(place, full, "is written twice; keep one"));
            if (name.Length == 0 || name.Contains('.', StringComparison.Ordinal) || node.Child(name) is not { } child)
                RefuseName(ref reader, node, full, name, place);
            else
                ReadValue(ref reader, child, full, place);
        }
    }

    private void ReadValue(ref Utf8JsonReader reader, OptionTree node, string path, ConfigSource place)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject when node.HasChildren:
                if (node.Key is not null)
                    _values.Add(new(path, Shape.Object, "", place));
                ReadObject(ref reader, node, path);
                return;
            case JsonTokenType.StartArray:
                ReadList(ref reader, node, path, place);
                return;
            case JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False when node.Key is not null:
                _values.Add(new(path, ShapeOf(reader.TokenType), ScalarText(ref reader), place));
                return;
            default:
                var names = string.Join(", ", node.Names);
                var wanted = node.Key?.Expected ?? (names.Length > 0 ? $"an object with {names}" : "an object");
                _findings.Add(
                    new(
                        place, path,
                        reader.TokenType == JsonTokenType.Null
                            ? $"null is no value; write {wanted} or leave the key out"
                            : $"must be {wanted}"));
                reader.Skip();
                return;
        }
    }

    private void ReadList(ref Utf8JsonReader reader, OptionTree node, string path, ConfigSource place)
    {
        var items = new List<string>();
        var texts = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String)
                items.Add(reader.GetString()!);
            else
                texts = false;
            reader.Skip();
        }

        if (texts && node.Key is not null)
            _values.Add(new(path, Shape.List, "", place, items));
        else
            _findings.Add(new(place, path, $"must be {node.Key?.Expected ?? "an object"}"));
    }

    private void RefuseName(ref Utf8JsonReader reader, OptionTree node, string full, string name, ConfigSource place)
    {
        _findings.Add(new(place, full, NotBuilt.Key(full) is { } text ? text
            : NearestWord.Of(name, node.Names) is { } nearest ? $"unknown key; did you mean {nearest}?"
            : node.Named is not null ? "a name must not be empty or hold a dot"
            : $"unknown key; known here: {string.Join(", ", node.Names)}"));
        reader.Skip();
    }

    private static Shape ShapeOf(JsonTokenType token) => token switch
    {
        JsonTokenType.String => Shape.Text,
        JsonTokenType.Number => Shape.Number,
        _ => Shape.Flag,
    };

    private static string ScalarText(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString()!,
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => Encoding.UTF8.GetString(reader.ValueSpan),
    };

    private ConfigSource At(long index)
    {
        var before = _json.AsSpan(0, (int)index);
        var line = before.Count((byte)'\n') + 1;
        return new(Layer.File, _name, line, (int)index - before.LastIndexOf((byte)'\n'), _isPrivate);
    }
}
