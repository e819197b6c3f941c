namespace Ccsp.Gateway.Storage.Records;

/// <summary>A part of a list together with the version of the whole list.</summary>
internal readonly record struct RawRange(long Version, IReadOnlyList<RawRecord> Records);
