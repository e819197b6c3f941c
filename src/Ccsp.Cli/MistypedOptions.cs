using System.CommandLine;
using System.CommandLine.Parsing;

namespace Ccsp.Cli;

/// <summary>Words that look like options and are none: the parser takes them for arguments. Behind -- every word is meant.</summary>
internal static class MistypedOptions
{
    public static IEnumerable<string> In(ParseResult parsed) => parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash)
        ? []
        : parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value).Where(word => word is ['-', _, ..]);
}
