namespace Ccsp.Gateway.Storage.Records;

/// <summary>A precondition of a step's writes.</summary>
internal abstract record RecordGuard
{
    private RecordGuard()
    {
    }

    /// <summary>Holds while the document's version equals this; 0: while it is absent.</summary>
    internal sealed record Document(string Kind, string Key, long Version) : RecordGuard;

    /// <summary>Holds while the counter's value equals this.</summary>
    internal sealed record Counter(CounterKey Key, long Value) : RecordGuard;
}
