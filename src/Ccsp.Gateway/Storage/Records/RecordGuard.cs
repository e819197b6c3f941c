namespace Ccsp.Gateway.Storage.Records;

/// <summary>What a step rests on.</summary>
internal abstract record RecordGuard
{
    private RecordGuard()
    {
    }

    /// <summary>A document has still this version; 0: it is still not there.</summary>
    internal sealed record Document(string Kind, string Key, long Version) : RecordGuard;

    /// <summary>A counter has still this value.</summary>
    internal sealed record Counter(CounterKey Key, long Value) : RecordGuard;
}
