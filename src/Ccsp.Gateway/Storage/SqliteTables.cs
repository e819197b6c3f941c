namespace Ccsp.Gateway.Storage;

/// <summary>
/// Access to the queue's database for a feature with tables of its own: its writes join the writer thread and its commits, its reads use
/// the shared readers.
/// </summary>
/// <param name="writer">Owned by the queue.</param>
/// <param name="statements">Of the writing connection; used on the writer thread only.</param>
/// <param name="readers">Owned by the queue.</param>
internal sealed class SqliteTables(SqliteWriter writer, SqliteStatements statements, SqliteReaders readers)
{
    /// <summary>Runs one step; all of it is on disk when the task completes, or nothing happened.</summary>
    /// <param name="failpoint">See <see cref="WriteKind"/>.</param>
    /// <exception cref="StorageFull">There is no space.</exception>
    /// <exception cref="StoreUnavailable">The store accepts no more writes.</exception>
    public Task<T> WriteAsync<T>(Func<SqliteStatements, T> step, CancellationToken cancellationToken, string? failpoint = null) =>
        writer.WriteAsync(new WriteKind(WriteLane.Control, failpoint), () => step(statements), cancellationToken);

    /// <inheritdoc cref="SqliteReaders.ReadAsync{T}"/>
    public Task<T> ReadAsync<T>(Func<SqliteReader, T> read, CancellationToken cancellationToken) =>
        readers.ReadAsync(read, cancellationToken);
}
