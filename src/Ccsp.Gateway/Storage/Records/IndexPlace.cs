namespace Ccsp.Gateway.Storage.Records;

internal readonly record struct IndexPlace(string Index, IndexEntry Entry);
