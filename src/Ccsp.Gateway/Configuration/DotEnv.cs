using System.Text.RegularExpressions;

namespace Ccsp.Gateway.Configuration;

/// <summary>
/// Reads a <c>.env</c> by the rules of the dotenv library: optional <c>export</c>, three kinds of quotes that may span lines, <c>#</c>
/// comments, no expansion. Lines that are not assignments are ignored, because other programs may use the file too.
/// </summary>
internal static partial class DotEnv
{
    /// <summary>In file order. When a name occurs twice, the last one counts.</summary>
    public static IReadOnlyList<DotEnvVariable> Parse(string file, string text)
    {
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        var lines = new Dictionary<string, DotEnvVariable>(StringComparer.Ordinal);
        foreach (Match match in Assignment().Matches(text))
        {
            var name = match.Groups["name"];
            var source = new ConfigSource(Layer.DotEnv, file, text.AsSpan(0, name.Index).Count('\n') + 1);
            var value = match.Groups["value"].Value;
            lines.Remove(name.Value);
            lines[name.Value] = new DotEnvVariable(name.Value, Unquoted(value, out var isOpen), source, isOpen);
        }

        return [.. lines.Values.OrderBy(line => line.Source.Line)];
    }

    private static string Unquoted(string value, out bool isOpen)
    {
        isOpen = false;
        if (value is not ['"' or '\'' or '`', ..])
            return value;
        isOpen = value.Length == 1 || value[^1] != value[0];
        var inner = isOpen ? value : value[1..^1];
        return value[0] == '"'
            ? inner.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\r", "\r", StringComparison.Ordinal)
            : inner;
    }

    [GeneratedRegex(
        """
        ^[ \t]*(?:export[ \t]+)?(?<name>[\w.-]+)(?:[ \t]*=|:[ \t])[ \t]*
        (?<value>"(?:\\"|[^"])*"|'(?:\\'|[^'])*'|`(?:\\`|[^`])*`|[^\#\r\n]*?)
        [ \t]*(?:\#[^\r\n]*)?\r?$
        """,
        RegexOptions.Multiline | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Assignment();
}
