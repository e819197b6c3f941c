using System.CommandLine;
using System.CommandLine.Parsing;
using Ccsp.Cli.Terminal;
using Ccsp.Gateway.Configuration;

namespace Ccsp.Cli.Parsing;

/// <summary>Describes command line errors, one line each, with suggestions.</summary>
internal static class UsageErrors
{
    private const string MissingCommand = "Required command was not provided.";

    /// <param name="errors">Its errors.</param>
    public static IEnumerable<string> Of(ParseResult parsed, IReadOnlyList<ParseError> errors)
    {
        var command = parsed.CommandResult.Command;
        var known = command.Subcommands.Select(c => c.Name).Concat(command.Options.Select(o => o.Name)).ToList();
        var unknown = parsed.UnmatchedTokens.ToHashSet(StringComparer.Ordinal);
        foreach (var token in unknown.Count == 0 ? [] : Worth([.. MistypedOptions.In(parsed), .. unknown]))
        {
            var nearest = NearestWord.Of(token, known);
            yield return UnquotedText.Hint(parsed, token)
                ?? (nearest is null ? $"'{token}' is not known here" : $"'{token}' is not known here; did you mean {nearest}?");
        }

        if (unknown.Count == 0 && MistypedOptions.In(parsed).FirstOrDefault() is { } option && !errors.Any(error => Names(error, option)))
        {
            var meant = NearestWord.Of(option, known) is { } word ? $"did you mean {word}? W" : "w";
            yield return $"'{PlainText.OneLine(option, 60)}' is no option; {meant}rite -- before a value that starts with -";
        }

        foreach (var error in errors.Where(error => !unknown.Any(word => Names(error, word))))
        {
            if (error.Message != MissingCommand)
                yield return Expectation.Of(error, command)
                    ?? string.Join(' ', error.Message.Split((char[])['\n', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries));
            else if (unknown.Count == 0)
                yield return $"a command is missing: {string.Join(", ", command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name))}";
        }
    }

    private static bool Names(ParseError error, string word) => error.Message.Contains($"'{word}'", StringComparison.Ordinal);

    /// <summary>Arguments after a mistyped option or command are unexpected only because of it.</summary>
    private static List<string> Worth(IReadOnlyList<string> words)
    {
        var options = words.Where(word => word is ['-', _, ..]).ToList();
        return options.Count > 0 ? options : [words[0]];
    }
}
