namespace Ccsp.Gateway.Api;

/// <summary>"Did you mean": the known word closest to a mistyped one.</summary>
internal static class Nearest
{
    /// <returns>A word at most a third of its letters away, null when none is that close.</returns>
    public static string? Of(string word, IEnumerable<string> known)
    {
        if (word.Length > 64)
            return null;
        var best = known.Select(candidate => (Word: candidate, Distance: Distance(word, candidate))).OrderBy(pair => pair.Distance).FirstOrDefault();
        return best.Word is not null && best.Distance <= Math.Max(2, best.Word.Length / 3) && best.Distance < best.Word.Length ? best.Word : null;
    }

    /// <summary><c>; did you mean "normal"?</c>, or nothing.</summary>
    public static string Hint(string word, IEnumerable<string> known) => Of(word, known) is { } near ? $"; did you mean \"{near}\"?" : ".";

    /// <summary>Letters to insert, delete or replace, whatever their case.</summary>
    private static int Distance(string a, string b)
    {
        var previous = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            previous[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + change);
            }

            previous = current;
        }

        return previous[b.Length];
    }
}
