using System.Globalization;

namespace Ccsp.Contracts;

/// <summary>Which bytes of a task's runs to read.</summary>
public sealed record OutputQuery
{
    /// <summary>The run; null: the latest.</summary>
    public int? Run { get; init; }

    /// <summary>Standard error instead of standard output.</summary>
    public bool Errors { get; init; }

    /// <summary>Goes on with what the run writes until it ends.</summary>
    public bool Follow { get; init; }

    /// <summary>Where to begin, in bytes.</summary>
    public long Offset { get; init; }

    internal string ToQueryString()
    {
        var query = Errors ? "?stream=stderr" : "?stream=stdout";
        if (Run is { } run)
            query += string.Create(CultureInfo.InvariantCulture, $"&run={run}");
        return Follow ? query + "&follow=true" : query;
    }
}
