using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ccsp.Contracts;

namespace Ccsp.Cli.Parsing;

/// <summary>
/// Translates a refusal of the gateway, which names API fields, into option names. Fields whose option has another name are in a table; for
/// the others the option is the field's name with hyphens. Fields without an option keep their names.
/// </summary>
internal sealed partial class FlagNames(Command command)
{
    private const int MostShown = 10;

    private static readonly Dictionary<string, string[]> Table = new(StringComparer.Ordinal)
    {
        ["dependsOn"] = ["--after"],
        ["failReason"] = ["--because"],
        ["headroom"] = ["--normal-up-to"],
        ["headroom.low"] = ["--low-up-to"],
        ["headroom.normal"] = ["--normal-up-to"],
        ["includeFiles"] = ["--include"],
        ["limit"] = ["N", "--limit"],
        ["outputSchema"] = ["--schema"],
        ["prompt"] = ["PROMPT"],
        ["ratePerMinute"] = ["--rate"],
        ["reason"] = ["REASON", "--reason"],
        ["text"] = ["--search"],
        ["timeoutSeconds"] = ["--timeout"],
        ["workingDirectory"] = ["--cwd"],
    };

    private readonly HashSet<string> _own =
        [.. command.Options.Select(option => option.Name), .. command.Arguments.Select(argument => argument.Name)];

    /// <returns>Null when the refusal names no field.</returns>
    public string? Sentence(GatewayException refusal)
    {
        if (refusal.Problem?.Errors is not { Count: > 0 } errors)
            return null;
        var shown = errors.Take(MostShown).Select(error => $"{Of(error.Key)}: {InText(error.Value)}");
        var more = errors.Count > MostShown ? string.Create(CultureInfo.InvariantCulture, $" (and {errors.Count - MostShown} more)") : "";
        return string.Join(' ', shown) + more;
    }

    /// <param name="field">For example <c>dependsOn[1]</c> or <c>env.NAME</c>.</param>
    public string Of(string field)
    {
        if (Field().Match(field) is not { Success: true } match)
            return field;
        if (Known(field) is { } exact)
            return exact;
        if (Known(match.Groups["name"].Value) is not { } flag)
            return field;
        var place = match.Groups["index"] is { Success: true, Value: not "0" } index
            ? string.Create(CultureInfo.InvariantCulture, $" (number {int.Parse(index.ValueSpan, CultureInfo.InvariantCulture) + 1})")
            : "";
        return $"{flag}{(match.Groups["key"] is { Success: true, Value: var key } ? " " + key : "")}{place}";
    }

    /// <summary>Translates fields within a sentence; those that are also ordinary English stay unchanged.</summary>
    private string InText(string sentence) => Compound().Replace(sentence, match => Known(match.Value) ?? match.Value);

    private string? Known(string field) =>
        Array.Find(Table.GetValueOrDefault(field) ?? ["--" + JsonNamingPolicy.KebabCaseLower.ConvertName(field)], _own.Contains);

    [GeneratedRegex(@"^(?<name>\w+)(?:\[(?<index>\d{1,4})\])?(?:\.(?<key>.+))?$", RegexOptions.Singleline)]
    private static partial Regex Field();

    [GeneratedRegex(@"(?<![\w/'"".-])[a-z]+(?:[A-Z][a-z]+)+(?![\w/'""-])")]
    private static partial Regex Compound();
}
