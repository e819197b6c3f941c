using System.Text;

namespace Ccsp.Cli.Terminal;

/// <summary>Makes foreign text safe to show: a prompt must not move the cursor or set a window title.</summary>
internal static class PlainText
{
    /// <summary>Keeps line breaks and tabs, makes other control characters visible, and turns CRLF into LF.</summary>
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

    /// <summary>
    /// Removes characters that change the width or order of their neighbours: emoji joiners and variants, which terminals draw differently,
    /// and direction marks.
    /// </summary>
    public static string Visible(string text) => text.Any(IsInvisible) ? string.Concat(text.Where(c => !IsInvisible(c))) : text;

    private static bool IsInvisible(char c) =>
        c is (>= '\u200b' and <= '\u200f') or (>= '\u202a' and <= '\u202e') or (>= '\u2060' and <= '\u206f') or '\ufeff'
            or (>= '\ufe00' and <= '\ufe0f');

    private static bool IsUnsafe(char c) => char.IsControl(c) && c is not ('\n' or '\t');
}
