using System.CommandLine;
using System.CommandLine.Parsing;
using Ccsp.Cli.Terminal;

namespace Ccsp.Cli.Parsing;

/// <summary>Detects a prompt or reason of several words without quotes, whose second word is an unexpected argument.</summary>
internal static class UnquotedText
{
    private static readonly string[] Texts = ["PROMPT", "REASON"];

    /// <returns>Null for any other argument.</returns>
    public static string? Hint(ParseResult parsed, string word)
    {
        if (word.StartsWith('-')
            || parsed.CommandResult.Children.OfType<ArgumentResult>().LastOrDefault() is not { Tokens: [var first] } text
            || !Texts.Contains(text.Argument.Name))
            return null;
        var whole = string.Join(' ', parsed.UnmatchedTokens.Prepend(first.Value));
        return $"'{PlainText.OneLine(word, 60)}' is one word too many; {text.Argument.Name} of several words stands in quotes: "
            + $"\"{PlainText.OneLine(whole, 60)}\"";
    }
}
