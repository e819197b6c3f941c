namespace Ccsp.Gateway.Storage.Records;

/// <summary>A document as it is stored.</summary>
/// <param name="Key">Within its kind.</param>
/// <param name="Version">Another one with each write (<see cref="RecordVersions.Next"/>); 0 stands for a document that is not
/// there.</param>
/// <param name="Json">UTF-8.</param>
internal readonly record struct RawRecord(string Key, long Version, byte[] Json);
