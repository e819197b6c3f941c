namespace Ccsp.Gateway.Storage.Records;

/// <summary>A step that has been decided: what it rests on and what it writes.</summary>
internal sealed record RecordBatch(IReadOnlyList<RecordGuard> Guards, IReadOnlyList<RecordWrite> Writes);
