namespace Ccsp.Contracts;

/// <summary>The process is alive.</summary>
/// <param name="Status">Always <c>healthy</c>: a process that is not does not answer.</param>
/// <param name="Version">The running version.</param>
public sealed record HealthView(string Status, string Version);

/// <summary>Whether the gateway takes and starts work.</summary>
/// <param name="Ready">All components are.</param>
/// <param name="Components">Each with its state.</param>
public sealed record ReadyView(bool Ready, IReadOnlyDictionary<string, ComponentView> Components);

/// <summary>The state of one component.</summary>
/// <param name="Ok">Whether it works.</param>
/// <param name="Detail">One sentence.</param>
public sealed record ComponentView(bool Ok, string Detail);

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
