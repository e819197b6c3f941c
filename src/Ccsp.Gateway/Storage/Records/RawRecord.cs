namespace Ccsp.Gateway.Storage.Records;

/// <summary>A document in its stored form.</summary>
/// <param name="Key">Unique within its kind.</param>
/// <param name="Version">Changes with each write (<see cref="RecordVersions.Next"/>); 0 stands for an absent document.</param>
/// <param name="Json">UTF-8.</param>
internal readonly record struct RawRecord(string Key, long Version, byte[] Json);
