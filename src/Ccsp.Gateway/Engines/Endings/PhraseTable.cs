using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Engines.Endings;

/// <summary>
/// The phrases of <c>phrases.tsv</c>, in file order. A new message of a CLI needs a line there and a recorded ending next to the tests, no
/// code.
/// </summary>
internal static class PhraseTable
{
    private const string History = "history";

    /// <summary>Far more than a tail of output needs; a slower pattern is a bug and must not delay an ending.</summary>
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    // Lazy: only failed runs are classified by text, so most gateways never need it.
    private static readonly Lazy<ImmutableArray<Phrase>> Table = new(Load);

    public static ImmutableArray<Phrase> All => Table.Value;

    /// <summary>The first phrase that occurs in the text.</summary>
    public static Phrase? Find(string text) => All.FirstOrDefault(phrase => phrase.IsIn(text));

    private static ImmutableArray<Phrase> Load()
    {
        using var stream = typeof(PhraseTable).Assembly.GetManifestResourceStream("phrases.tsv")
            ?? throw new InvalidOperationException("The table of phrases is not part of the program.");
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(Read)];
    }

    private static Phrase Read(string line)
    {
        if (line.Split('\t') is not [var word, var source, var versions, var pattern])
            throw new FormatException($"No phrase: {line}");
        var isHistory = word == History;
        if (!EnumNames<EndingClass>.TryParse(isHistory ? "context" : word, out var ending))
            throw new FormatException($"No class of endings: {word}");
        return new Phrase(
            ending, isHistory, source, versions, new Regex(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, MatchTimeout));
    }
}
