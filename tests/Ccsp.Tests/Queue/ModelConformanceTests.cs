using Ccsp.Gateway.Queue;

namespace Ccsp.Tests.Queue;

/// <summary>The suite holds for the model itself; otherwise comparing with it would prove nothing.</summary>
public sealed class ModelConformanceTests : TaskStoreConformance
{
    private protected override Task<ITaskStore> CreateAsync(QueueOptions options) =>
        Task.FromResult<ITaskStore>(new ModelTaskStore(options));
}
