using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Ccsp.Contracts;

/// <summary>The words of an enum as they stand on the wire, in the store and on the command line.</summary>
/// <typeparam name="T">The enum.</typeparam>
[SuppressMessage("Design", "CA1000", Justification = "The type argument is the subject: Words<Priority>.All.")]
public static class Words<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> ByValue =
        Enum.GetValues<T>().ToFrozenDictionary(v => v, v => JsonNamingPolicy.KebabCaseLower.ConvertName(v.ToString()));

    private static readonly FrozenDictionary<string, T> ByWord =
        ByValue.ToFrozenDictionary(p => p.Value, p => p.Key, StringComparer.OrdinalIgnoreCase);

    /// <summary>All words, in the order of the enum.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<T>().Select(v => ByValue[v])];

    /// <summary>The word of a value.</summary>
    /// <param name="value">A defined value.</param>
    /// <returns>For example <c>urgent</c>.</returns>
    public static string Of(T value) => ByValue[value];

    /// <summary>Reads a word, whatever its case.</summary>
    /// <param name="word">For example <c>urgent</c>.</param>
    /// <param name="value">The value it stands for.</param>
    /// <returns>Whether the word is known.</returns>
    public static bool TryParse(string? word, out T value)
    {
        value = default;
        return word is not null && ByWord.TryGetValue(word, out value);
    }
}
