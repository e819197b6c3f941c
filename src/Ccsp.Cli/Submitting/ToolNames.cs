namespace Ccsp.Cli.Submitting;

/// <summary>Tool names, repeated or separated by commas; a comma within parentheses is part of a name, as in <c>Bash(a,b)</c>.</summary>
internal static class ToolNames
{
    /// <returns>Null when none is given.</returns>
    public static IReadOnlyList<string>? Of(IReadOnlyList<string>? given)
    {
        List<string> names = [.. (given ?? []).SelectMany(Split).Select(name => name.Trim()).Where(name => name.Length > 0)];
        return names.Count == 0 ? null : names;
    }

    private static IEnumerable<string> Split(string text)
    {
        var (start, depth) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (text[i] != ',' || depth > 0)
                continue;
            yield return text[start..i];
            start = i + 1;
        }

        yield return text[start..];
    }
}
