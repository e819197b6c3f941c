using System.Text.RegularExpressions;

namespace Ccsp.Gateway.Notifications.Routing;

/// <summary>
/// Makes foreign text safe for mails, chats and terminals: what an agent wrote must not move a cursor or reorder a line. Pure.
/// </summary>
internal static partial class PlainText
{
    /// <summary>Keeps line breaks and tabs; drops terminal sequences, other control characters and direction overrides.</summary>
    public static string Of(string text) =>
        text.Any(IsUnsafe) ? string.Concat(Sequence().Replace(text, "").ReplaceLineEndings("\n").Where(c => !IsUnsafe(c))) : text;

    private static bool IsUnsafe(char c) =>
        (char.IsControl(c) && c is not ('\n' or '\t')) || c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');

    /// <summary>Of ECMA-48: control sequences, control strings with their end, and the shorter escapes.</summary>
    [GeneratedRegex(
        @"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
            + @"|(?:\x1b[\]P^_X]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x80-\x9f]*(?:\x07|\x1b\\|\x9c)|\x1b[ -/]*[0-~]?",
        RegexOptions.CultureInvariant)]
    private static partial Regex Sequence();
}
