using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Ccsp.Contracts;

/// <summary>The names of an enum's values on the wire, in the store and on the command line: <c>engine-missing</c>.</summary>
/// <typeparam name="T">The enum.</typeparam>
[SuppressMessage("Design", "CA1000", Justification = "The type argument is the subject: EnumNames<Priority>.All.")]
public static class EnumNames<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> ByValue =
        Enum.GetValues<T>().ToFrozenDictionary(v => v, v => JsonNamingPolicy.KebabCaseLower.ConvertName(v.ToString()));

    private static readonly FrozenDictionary<string, T> ByName =
        ByValue.ToFrozenDictionary(p => p.Value, p => p.Key, StringComparer.OrdinalIgnoreCase);

    /// <summary>All names, in the order of the enum.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<T>().Select(v => ByValue[v])];

    /// <summary>The name of a value.</summary>
    /// <param name="value">A defined value.</param>
    /// <returns>For example <c>urgent</c>.</returns>
    public static string Of(T value) => ByValue[value];

    /// <summary>Reads a name, whatever its case.</summary>
    /// <param name="name">For example <c>urgent</c>.</param>
    /// <param name="value">The value it stands for.</param>
    /// <returns>Whether the name is known.</returns>
    public static bool TryParse(string? name, out T value)
    {
        value = default;
        return name is not null && ByName.TryGetValue(name, out value);
    }
}
