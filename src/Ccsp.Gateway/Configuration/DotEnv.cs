namespace Ccsp.Gateway.Configuration;

/// <summary>Reads the lines of a <c>.env</c>: <c>NAME=value</c>, an optional <c>export</c>, quotes around the value, <c>#</c> comments. Nothing is expanded.</summary>
internal static class DotEnv
{
    public static (IReadOnlyList<(string Name, string Value, ConfigSource Source)> Variables, IReadOnlyList<ConfigFinding> Findings) Parse(string file, string text)
    {
        var variables = new List<(string, string, ConfigSource)>();
        var findings = new List<ConfigFinding>();
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line.StartsWith("export ", StringComparison.Ordinal))
                line = line[7..].TrimStart();
            var source = new ConfigSource(Layer.DotEnv, file, number);
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? "" : line[..equals].TrimEnd();
            if (!IsName(name))
                findings.Add(new(source, "", "is not NAME=value"));
            else if (ValueOf(line[(equals + 1)..].Trim()) is { } value)
                variables.Add((name, value, source));
            else
                findings.Add(new(source, name, "has a quote that is not closed"));
        }

        return (variables, findings);
    }

    private static bool IsName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static string? ValueOf(string text)
    {
        if (text is not ['"' or '\'', ..])
        {
            var comment = text.IndexOf(" #", StringComparison.Ordinal);
            return (comment < 0 ? text : text[..comment]).TrimEnd();
        }

        var end = text.IndexOf(text[0], 1);
        return end < 0 ? null : text[1..end];
    }
}
