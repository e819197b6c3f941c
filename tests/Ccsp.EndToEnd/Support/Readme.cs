using System.Text.RegularExpressions;

namespace Ccsp.EndToEnd.Support;

/// <summary>The commands and examples of a README, as a reader would copy them.</summary>
internal static partial class Readme
{
    /// <summary>Each command of the shell blocks: comments gone, continued lines joined.</summary>
    public static IReadOnlyList<string> Commands(string file) =>
    [
        .. Blocks(file, "sh")
            .SelectMany(block => block.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .Select(line => Comment().Replace(line, "").Trim()),
    ];

    public static IReadOnlyList<string> Examples(string file) => Blocks(file, "json");

    /// <summary>Commands of ours that a sentence names.</summary>
    public static IReadOnlyList<string> Named(string file) =>
        [.. Inline().Matches(Text(file)).Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal)];

    /// <summary>Headings, as levels only, and what is in backquotes: what two languages must have in common.</summary>
    public static IReadOnlyList<string> Skeleton(string file) =>
        [
            .. Headings().Matches(Text(file)).Select(match => match.Value),
            .. Code().Matches(Prose().Replace(Text(file), "")).Select(match => match.Value).Where(IsNoSentence)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];

    private static bool IsNoSentence(string code) => !code.Contains('"', StringComparison.Ordinal);

    private static List<string> Blocks(string file, string language) =>
        [.. Fences().Matches(Text(file)).Where(match => match.Groups[1].Value == language).Select(match => match.Groups[2].Value)];

    private static string Text(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));

    [GeneratedRegex(@"^```(\w+)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fences();

    [GeneratedRegex(@"^```\w+\n.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Prose();

    [GeneratedRegex(@"\s+# .*$")]
    private static partial Regex Comment();

    [GeneratedRegex("`(ccsp [^`]+)`")]
    private static partial Regex Inline();

    [GeneratedRegex("`[^`]+`")]
    private static partial Regex Code();

    [GeneratedRegex("^#+ ", RegexOptions.Multiline)]
    private static partial Regex Headings();
}
