using Ccsp.Gateway.Storage.Records;

namespace Ccsp.Tests.Storage.Records;

/// <summary>The store of the tests themselves behaves as the real ones.</summary>
public sealed class MemoryRecordStoreTests : RecordStoreConformance
{
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private protected override Task<IRecordBackend> OpenAsync() => Task.FromResult<IRecordBackend>(new MemoryRecordBackend());
}
