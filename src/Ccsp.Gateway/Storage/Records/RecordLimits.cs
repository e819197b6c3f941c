namespace Ccsp.Gateway.Storage.Records;

/// <summary>Limits that keep a step small.</summary>
internal static class RecordLimits
{
    /// <summary>Documents per read.</summary>
    public const int PageSize = 1_000;

    /// <summary>Larger documents belong in a file or a separate payload.</summary>
    public const int DocumentBytes = 1 << 20;

    /// <summary>Characters of a key, a partition or a counter's name.</summary>
    public const int NameLength = 512;

    public static int Page(int limit) => limit is >= 1 and <= PageSize
        ? limit
        : throw new ArgumentOutOfRangeException(nameof(limit), limit, $"A page has 1 to {PageSize} documents.");

    /// <summary>Such names stand in the same order in every store, and none of them is that of a version.</summary>
    public static string CounterName(string name) => name.Length is >= 1 and <= NameLength
        && name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '.' or '-')
        ? name
        : throw new ArgumentException("The name of a counter has lower-case letters, digits, dots and hyphens.", nameof(name));

    public static string Name(string name) => name.Length is <= NameLength && !name.Contains('\n')
        ? name
        : throw new ArgumentException($"A key has at most {NameLength} characters and no line break.", nameof(name));
}
