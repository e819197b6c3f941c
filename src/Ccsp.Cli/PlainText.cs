using System.Text;

namespace Ccsp.Cli;

/// <summary>Foreign text made safe to show: a prompt must not move the cursor or set a window's title.</summary>
internal static class PlainText
{
    /// <summary>Lines and tabs stay, other control characters become visible; of a line's end in two characters one stays.</summary>
    public static string ForTerminal(string text)
    {
        if (!text.Any(IsUnsafe))
            return text;
        var shown = new StringBuilder(text.Length);
        foreach (var c in text.Replace("\r\n", "\n", StringComparison.Ordinal))
            shown.Append(IsUnsafe(c) ? '\uFFFD' : c);
        return shown.ToString();
    }

    /// <summary>The beginning of a text on one line.</summary>
    public static string OneLine(string? text, int width)
    {
        var line = string.Join(' ', ForTerminal(text ?? "").Split((char[])['\n', '\t', ' '], StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= width ? line : line[..(char.IsHighSurrogate(line[width - 2]) ? width - 2 : width - 1)] + "…";
    }

    private static bool IsUnsafe(char c) => char.IsControl(c) && c is not ('\n' or '\t');
}
