using System.CommandLine;
using System.CommandLine.Parsing;

namespace Ccsp.Cli.Parsing;

/// <summary>
/// Finds options like <c>--cwd=</c>, which a script writes when a variable is empty. The parser would take the next argument as the value,
/// which may be the prompt.
/// </summary>
internal static class MissingValues
{
    public static IEnumerable<string> In(IReadOnlyList<string> args, ParseResult parsed) => args.TakeWhile(word => word != "--")
        .Where(word => word is ['-', '-', _, .., '='] && Options(parsed.CommandResult).Any(option => option.Name == word[..^1]))
        .Select(word => $"{word} has no value: give it one or leave it out");

    private static IEnumerable<Option> Options(CommandResult result)
    {
        for (var at = result; at is not null; at = at.Parent as CommandResult)
        {
            foreach (var option in at.Command.Options)
                yield return option;
        }
    }
}
