namespace Ccsp.Gateway.Storage.Records;

/// <summary>A number that steps have added to, as it is stored.</summary>
internal readonly record struct RawCounter(CounterKey Key, long Value);
