using Ccsp.Gateway.Queue;

namespace Ccsp.Tests.Queue;

/// <summary>The invariants hold for the model itself.</summary>
public sealed class ModelCommandSequences : CommandSequences
{
    private protected override Task<ITaskStore> CreateAsync(QueueOptions options) =>
        Task.FromResult<ITaskStore>(new ModelTaskStore(options));
}
