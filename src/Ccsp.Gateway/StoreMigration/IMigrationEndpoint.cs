using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.StoreMigration;

/// <summary>A store as one end of a move. It is taken for as long as this object lives; no gateway can use it meanwhile.</summary>
internal interface IMigrationEndpoint : IAsyncDisposable
{
    /// <summary>In words, without secrets.</summary>
    string Name { get; }

    /// <summary>In the order they are written.</summary>
    IReadOnlyList<IRecords> Records { get; }

    Task<MigrationMarks> MarksAsync(CancellationToken cancellationToken);

    /// <summary>Nothing is under way in it and no gateway uses it.</summary>
    /// <param name="tell">Hears why it waits.</param>
    /// <exception cref="MigrationRefused">Something is.</exception>
    Task RequireStillAsync(Action<string> tell, CancellationToken cancellationToken);

    /// <summary>Whether it holds tasks, live or ended.</summary>
    Task<bool> HasTasksAsync(CancellationToken cancellationToken);

    /// <summary>Makes it empty and marks it as being filled.</summary>
    Task BeginAsync(MigrationMark arriving, CancellationToken cancellationToken);

    /// <summary>Everything has arrived; it is marked so, and still no gateway may use it.</summary>
    Task ArrivedAsync(MigrationMark complete, CancellationToken cancellationToken);

    /// <summary>From here on the copy counts: marks this store as moved away, unless it was used since
    /// <see cref="RequireStillAsync"/>.</summary>
    /// <exception cref="MigrationRefused">It was; nothing happened.</exception>
    Task LeaveAsync(MigrationMark moved, CancellationToken cancellationToken);

    /// <summary>Takes the mark away: gateways may use it.</summary>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>It is still ours; asked between two pages.</summary>
    /// <exception cref="MigrationRefused">Somebody else has taken it.</exception>
    Task KeepAsync(CancellationToken cancellationToken);
}
