namespace Ccsp.Gateway.Storage.Records;

/// <summary>An entry together with its index.</summary>
internal readonly record struct IndexPlace(string Index, IndexEntry Entry);
