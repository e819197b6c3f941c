namespace Ccsp.Contracts;

/// <summary>What is running.</summary>
/// <param name="Name">Always <c>ccsp</c>.</param>
/// <param name="Version">For example <c>0.1.0</c>.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="Api">The current version of the API.</param>
public sealed record VersionView(string Name, string Version, string Runtime, string Api)
{
    /// <summary>The commit it was built from; absent where it was built without git.</summary>
    public string? Commit { get; init; }

    /// <summary>When that commit was made.</summary>
    public DateTimeOffset? CommitTime { get; init; }

    /// <summary>The schema of the embedded store that it writes.</summary>
    public int? Schema { get; init; }
}
