using System.CommandLine;
using System.Globalization;
using Ccsp.Cli.Terminal;

namespace Ccsp.Cli.Submitting;

/// <summary>
/// An option for an amount of money. The parser's own number format ignores commas as thousands separators anywhere: 1,5 would be 15.
/// </summary>
internal static class AmountOption
{
    public static Option<decimal?> Of(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "USD",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            const NumberStyles Plain = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
            if (decimal.TryParse(text, Plain, CultureInfo.InvariantCulture, out var amount))
                return amount;
            result.AddError($"{name}: '{PlainText.OneLine(text, 60)}' is no number, such as 2.5");
            return null;
        },
    };
}
