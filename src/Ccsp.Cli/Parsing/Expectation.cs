using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using Ccsp.Cli.Terminal;
using Ccsp.Gateway.Configuration;

namespace Ccsp.Cli.Parsing;

/// <summary>Replaces parser messages that name .NET types or parser terms by what the value should be.</summary>
internal static partial class Expectation
{
    /// <returns>Null when the parser's message is fine.</returns>
    public static string? Of(ParseError error, Command command)
    {
        var (name, type) = error.SymbolResult switch
        {
            OptionResult option => (option.Option.Name, option.Option.ValueType),
            ArgumentResult { Parent: OptionResult owner } => (owner.Option.Name, owner.Option.ValueType),
            ArgumentResult argument => (argument.Argument.Name, argument.Argument.ValueType),
            _ => ("", typeof(string)),
        };
        if (MissingValue().Match(error.Message) is { Success: true } missing)
            return $"{missing.Groups["name"].Value}: its value is missing";
        if (MissingArgument().Match(error.Message) is { Success: true } absent)
            return $"{absent.Groups["name"].Value} is missing";
        if (MissingOption().Match(error.Message) is { Success: true } left)
            return $"{left.Groups["name"].Value} is missing{Choices(command, left.Groups["name"].Value)}";
        if (NotOneOf().Match(error.Message) is { Success: true } choice)
            return Choice(name, choice.Groups["given"].Value, [.. choice.Groups["word"].Captures.Select(word => word.Value)]);
        if (!error.Message.StartsWith("Cannot parse argument", StringComparison.Ordinal)
            || error.SymbolResult is not { Tokens: [var token, ..] })
            return null;
        return $"{name}: '{PlainText.OneLine(token.Value, 60)}' is no {WordFor(Nullable.GetUnderlyingType(type) ?? type)}";
    }

    private static string Choice(string name, string given, IReadOnlyList<string> words)
    {
        var meant = NearestWord.Of(given, words) is { } nearest ? $"; did you mean {nearest}?" : "";
        return $"{name}: '{PlainText.OneLine(given, 60)}' is not one of {string.Join(", ", words)}{meant}";
    }

    private static string Choices(Command command, string name)
    {
        var words = command.Options.FirstOrDefault(option => option.Name == name)?.GetCompletions(CompletionContext.Empty) ?? [];
        return words.Any() ? ": " + string.Join(" or ", words.Select(word => word.Label).Order(StringComparer.Ordinal)) : "";
    }

    private static string WordFor(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Int32 or TypeCode.Int64 => "whole number",
        TypeCode.Decimal or TypeCode.Double => "number, such as 2.5",
        TypeCode.Boolean => "true or false",
        _ => "value it takes",
    };

    [GeneratedRegex(@"^Required argument missing for option: '(?<name>[^']+)'\.$")]
    private static partial Regex MissingValue();

    [GeneratedRegex(@"^Option '(?<name>[^']+)' is required\.$")]
    private static partial Regex MissingOption();

    [GeneratedRegex(@"^Required argument '(?<name>[^']+)' missing for command: '[^']+'\.$")]
    private static partial Regex MissingArgument();

    [GeneratedRegex(@"^Argument '(?<given>.*)' not recognized\. Must be one of:(?:\s*'(?<word>[^']*)')+\s*$", RegexOptions.Singleline)]
    private static partial Regex NotOneOf();
}
