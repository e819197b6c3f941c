namespace Ccsp.Gateway.Storage.Records;

/// <summary>The result of a step: its guards and its writes.</summary>
internal sealed record RecordBatch(IReadOnlyList<RecordGuard> Guards, IReadOnlyList<RecordWrite> Writes);
