using System.CommandLine;
using System.CommandLine.Parsing;

namespace Ccsp.Cli.Parsing;

/// <summary>
/// Finds arguments that look like options but are not: the parser takes them as positional arguments, so that a mistyped option would
/// become a prompt that costs money, or the reason of an emergency stop. After -- everything is literal.
/// </summary>
internal static class MistypedOptions
{
    public static IEnumerable<string> In(ParseResult parsed) => parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash)
        ? []
        : parsed.CommandResult.Children.OfType<ArgumentResult>()
            .Where(argument => !argument.Argument.CaptureRemainingTokens)
            .SelectMany(argument => argument.Tokens)
            .Select(token => token.Value)
            .Where(word => word is ['-', _, ..]);
}
