namespace Ccsp.Gateway.Storage.Records;

/// <summary>Identifies a number that steps add to.</summary>
/// <param name="Name">What is counted, for example <c>usage.output</c>; lower-case letters, digits, dots and hyphens.</param>
/// <param name="Partition">Its subject, for example <c>profile/ci/opus</c>.</param>
/// <param name="Bucket">Ordered position within the partition, for example an hour since 1970.</param>
internal readonly record struct CounterKey(string Name, string Partition = "", long Bucket = 0);
