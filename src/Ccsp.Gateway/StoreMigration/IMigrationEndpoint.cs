using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.StoreMigration;

/// <summary>One end of a migration. Held for the lifetime of this object; no gateway can use the store meanwhile.</summary>
internal interface IMigrationEndpoint : IAsyncDisposable
{
    /// <summary>Description without secrets.</summary>
    string Name { get; }

    IReadOnlyList<IRecords> Records { get; }

    Task<MigrationMarks> MarksAsync(CancellationToken cancellationToken);

    /// <summary>Throws if runs are in progress or a gateway uses it.</summary>
    /// <param name="report">Called with the reason for a wait.</param>
    /// <exception cref="MigrationRefused">Something is.</exception>
    Task RequireStillAsync(Action<string> report, CancellationToken cancellationToken);

    /// <summary>Whether it holds tasks, live or ended.</summary>
    Task<bool> HasTasksAsync(CancellationToken cancellationToken);

    /// <summary>Empties it and marks it as being filled.</summary>
    Task BeginAsync(MigrationMark arriving, CancellationToken cancellationToken);

    /// <summary>Marks it as complete; gateways still may not use it.</summary>
    Task ArrivedAsync(MigrationMark complete, CancellationToken cancellationToken);

    /// <summary>
    /// The copy counts from here on: marks this store as moved away, unless it was used since <see cref="RequireStillAsync"/>.
    /// </summary>
    /// <exception cref="MigrationRefused">It was; nothing happened.</exception>
    Task LeaveAsync(MigrationMark moved, CancellationToken cancellationToken);

    /// <summary>Removes the mark: gateways may use it.</summary>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>Checks between pages that it is still held.</summary>
    /// <exception cref="MigrationRefused">Somebody else has taken it.</exception>
    Task KeepAsync(CancellationToken cancellationToken);
}
