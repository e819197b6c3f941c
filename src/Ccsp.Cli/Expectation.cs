using System.CommandLine.Parsing;

namespace Ccsp.Cli;

/// <summary>What a value should have been, where the parser's own message would name a type of .NET.</summary>
internal static class Expectation
{
    /// <returns>Null where the message is fine as it is.</returns>
    public static string? Of(ParseError error)
    {
        if (!error.Message.StartsWith("Cannot parse argument", StringComparison.Ordinal)
            || error.SymbolResult is not { Tokens: [var token, ..] } symbol)
            return null;
        var (name, type) = symbol switch
        {
            OptionResult option => (option.Option.Name, option.Option.ValueType),
            ArgumentResult { Parent: OptionResult owner } => (owner.Option.Name, owner.Option.ValueType),
            ArgumentResult argument => (argument.Argument.Name, argument.Argument.ValueType),
            _ => ("", typeof(string)),
        };
        return $"{name}: '{PlainText.OneLine(token.Value, 60)}' is no {WordFor(Nullable.GetUnderlyingType(type) ?? type)}";
    }

    private static string WordFor(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Int32 or TypeCode.Int64 => "whole number",
        TypeCode.Decimal or TypeCode.Double => "number, such as 2.5",
        TypeCode.Boolean => "true or false",
        _ => "value it takes",
    };
}
