using Ccsp.Gateway.Security;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Records;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Storage.Records;

/// <summary>
/// A step over records alone passes the same failpoints on every store: the first of a gateway publishes its key. Killed there it has
/// happened wholly or not at all, and the next start ends what was begun.
/// </summary>
public abstract class KilledRecordStepTests : IAsyncDisposable
{
    private readonly TempFolder _folder = new();

    private protected string Data => _folder["data"];

    /// <summary>Environment of the gateway that is to use the store.</summary>
    private protected virtual IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>();

    public virtual ValueTask DisposeAsync()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Reads the store while no gateway runs.</summary>
    private protected abstract Task<T> ReadAsync<T>(Func<RecordStore, Task<T>> read);

    [Theory(Timeout = 120_000)]
    [InlineData(Failpoints.BeforeApply, 0)]
    [InlineData(Failpoints.AfterCommit, 1)]
    public async Task A_killed_step_happened_wholly_or_not_at_all(string moment, int published)
    {
        await KillAsync(moment, published);
        Assert.False(await StartAsync($"{Failpoints.Emergency}.{Failpoints.BeforeApply}"));
        Assert.Equal(1, await PublishedAsync());
    }

    private protected async Task KillAsync(string moment, int published)
    {
        Assert.True(await StartAsync($"{Failpoints.Record}.{moment}"), "the start passes no such failpoint");
        Assert.Equal(published, await PublishedAsync());
    }

    /// <returns>False: it became ready.</returns>
    private Task<bool> StartAsync(string failpoint) => ArmedGateway.IsKilledAtAsync(failpoint, _folder.Path, Data, Environment);

    private async Task<int> PublishedAsync() => (await ReadAsync(
        records => new SharedApiKeys(records).AllAsync(TestContext.Current.CancellationToken))).Count;
}
