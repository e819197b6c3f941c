using Ccsp.Cli.Terminal;

namespace Ccsp.Cli.Submitting;

/// <summary>Repeatable options of the form NAME=VALUE.</summary>
internal static class NamedValues
{
    /// <param name="option">Its name, for error messages.</param>
    /// <param name="given">Its occurrences.</param>
    /// <param name="alone">The value of a NAME without one; null: it is refused.</param>
    /// <returns>Null when the option was not used.</returns>
    public static IReadOnlyDictionary<string, string>? Read(string option, IReadOnlyList<string>? given, Func<string, string>? alone = null)
    {
        if (given is not { Count: > 0 })
            return null;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in given)
        {
            var (name, value) = text.IndexOf('=', StringComparison.Ordinal) switch
            {
                < 0 when alone is not null && text.Length > 0 => (text, alone(text)),
                <= 0 => throw CliFailure.Usage($"{option}: '{PlainText.OneLine(text, 60)}' is not NAME=VALUE"),
                var at => (text[..at], text[(at + 1)..]),
            };
            if (!values.TryAdd(name, value))
                throw CliFailure.Usage($"{option}: {name} is given twice");
        }

        return values;
    }
}
