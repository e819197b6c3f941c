namespace Ccsp.Gateway.StoreMigration;

/// <summary>
/// One kind of record of a store, for moving it to another. All stores read the same record as the same bytes and in the same order, so
/// that a digest says whether everything arrived.
/// </summary>
internal interface IRecords
{
    /// <summary>What it holds, in the plural.</summary>
    string Name { get; }

    /// <summary>The next records.</summary>
    /// <param name="after">Where the page before said; null at first.</param>
    /// <exception cref="InvalidDataException">One cannot be read.</exception>
    Task<RecordPage> ReadAsync(string? after, CancellationToken cancellationToken);

    /// <summary>Writes records that were read from another store into one that has none of them.</summary>
    /// <param name="records">In the order they were read.</param>
    Task WriteAsync(IReadOnlyList<byte[]> records, CancellationToken cancellationToken);
}
