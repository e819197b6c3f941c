namespace Ccsp.Gateway.Storage.Records;

/// <summary>One bucket of a counter.</summary>
internal readonly record struct CounterValue(long Bucket, long Value);
