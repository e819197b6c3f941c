namespace Ccsp.Gateway.Storage.Records;

/// <summary>A write of a step; applied in order.</summary>
internal abstract record RecordWrite
{
    private RecordWrite()
    {
    }

    internal sealed record Put(string Kind, RawRecord Record) : RecordWrite
    {
        /// <summary>Whether a store without space takes it although it is new.</summary>
        public bool WhenFull { get; init; }
    }

    internal sealed record Remove(string Kind, string Key) : RecordWrite;

    internal sealed record Enter(string Kind, IndexPlace Place, string Key) : RecordWrite;

    internal sealed record Leave(string Kind, IndexPlace Place, string Key) : RecordWrite;

    internal sealed record Add(CounterKey Key, long By) : RecordWrite;
}
