namespace Ccsp.Gateway.StoreMigration;

/// <summary>
/// One kind of record to migrate. All stores read a record as the same bytes and in the same order, so that a digest proves the copy.
/// </summary>
internal interface IRecords
{
    /// <summary>Plural name.</summary>
    string Name { get; }

    /// <param name="after">Cursor of the previous page; null at first.</param>
    /// <exception cref="InvalidDataException">One cannot be read.</exception>
    Task<RecordPage> ReadAsync(string? after, CancellationToken cancellationToken);

    /// <summary>Writes records of another store into an empty one.</summary>
    Task WriteAsync(IReadOnlyList<byte[]> records, CancellationToken cancellationToken);
}
