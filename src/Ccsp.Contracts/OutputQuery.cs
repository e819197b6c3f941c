using System.Globalization;

namespace Ccsp.Contracts;

/// <summary>Selects output of a task's runs.</summary>
public sealed record OutputQuery
{
    /// <summary>The run; null: the latest.</summary>
    public int? Run { get; init; }

    /// <summary>Standard error instead of standard output.</summary>
    public bool Errors { get; init; }

    /// <summary>Continue with new output until the run ends.</summary>
    public bool Follow { get; init; }

    /// <summary>First byte.</summary>
    public long Offset { get; init; }

    internal string ToQueryString()
    {
        var query = Errors ? "?stream=stderr" : "?stream=stdout";
        if (Run is { } run)
            query += string.Create(CultureInfo.InvariantCulture, $"&run={run}");
        return Follow ? query + "&follow=true" : query;
    }
}
