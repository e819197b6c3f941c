namespace Ccsp.Gateway.Storage.Records;

/// <summary>A document's position in an index.</summary>
/// <param name="Partition">Which list of the index: a channel, a profile. A step that reads a list rests on all of it.</param>
/// <param name="Order">The place in the list, ascending; exact up to 2^53.</param>
internal readonly record struct IndexEntry(string Partition, long Order);
