using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>The version of a gateway.</summary>
/// <param name="Name">Always <c>ccsp</c>.</param>
/// <param name="Version">For example <c>0.1.0</c>.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="Api">The current API version.</param>
public sealed record VersionView([property: JsonRequired] string Name, [property: JsonRequired] string Version, string Runtime, string Api)
{
    /// <summary>The commit it was built from; absent when built without git.</summary>
    public string? Commit { get; init; }

    /// <summary>The time of that commit.</summary>
    public DateTimeOffset? CommitTime { get; init; }

    /// <summary>The schema version of the embedded store that it writes.</summary>
    public int? Schema { get; init; }
}
