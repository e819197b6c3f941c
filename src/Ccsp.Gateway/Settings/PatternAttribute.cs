using System.Text.RegularExpressions;

namespace Ccsp.Gateway.Settings;

/// <summary>A text that a pattern matches completely.</summary>
internal sealed class PatternAttribute(string pattern, string expected) : TextAttribute(expected)
{
    private const RegexOptions Plain = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline;

    public override bool IsValid(string text) => Regex.IsMatch(text, $@"\A(?:{pattern})\z", Plain);
}
