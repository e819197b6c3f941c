namespace Ccsp.Gateway.Storage.Records;

/// <summary>A document's position in an index.</summary>
/// <param name="Partition">The list within the index, for example a channel or a profile. Reading a list guards all of it.</param>
/// <param name="Order">Position in the list, ascending; exact up to 2^53.</param>
internal readonly record struct IndexEntry(string Partition, long Order);
