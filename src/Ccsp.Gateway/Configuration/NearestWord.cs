namespace Ccsp.Gateway.Configuration;

/// <summary>Suggests what was probably meant: the candidate with the smallest edit distance, if that is small for its length.</summary>
internal static class NearestWord
{
    public static string? Of(string word, IEnumerable<string> known) => known
        .Select(k => (Word: k, Edits: Edits(word.ToUpperInvariant(), k.ToUpperInvariant())))
        .Where(c => c.Edits <= Math.Max(1, Math.Min(3, c.Word.Length / 3)))
        .OrderBy(c => c.Edits)
        // Typing errors are more frequent at the end than at the beginning.
        .ThenByDescending(c => CommonStart(word, c.Word))
        .ThenBy(c => c.Word, StringComparer.Ordinal)
        .Select(c => c.Word)
        .FirstOrDefault();

    private static int CommonStart(string a, string b) =>
        a.Zip(b).TakeWhile(pair => char.ToUpperInvariant(pair.First) == char.ToUpperInvariant(pair.Second)).Count();

    /// <summary>Edit distance: insertions, deletions, replacements and swaps of neighbours.</summary>
    private static int Edits(string a, string b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            table[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            table[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = table[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                table[i, j] = Math.Min(replaced, Math.Min(table[i - 1, j], table[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
            }
        }

        return table[a.Length, b.Length];
    }
}
