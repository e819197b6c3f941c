using System.IO.Compression;
using System.Text.Json.Nodes;
using Ccsp.Gateway.Storage;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.StoreMigration;

/// <summary>
/// Real stores of the version before, filled by its gateway (<c>Former/make.py</c>): opened by this one, everything is there, also when
/// each of its first starts was killed at the next step of the way.
/// </summary>
public abstract class FormerStoreTests : IAsyncDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected string Data => _folder["data"];

    /// <summary>Name of the sample.</summary>
    private protected abstract string Sample { get; }

    /// <summary>A step can be killed within as well, when it was applied and not committed.</summary>
    private protected virtual IReadOnlyList<string> Moments => [Failpoints.AfterCommit];

    public virtual ValueTask DisposeAsync()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Puts the sample in the place of whatever became of it.</summary>
    private protected abstract Task RestoreStoreAsync();

    /// <summary>Opens it with this version, which carries it over.</summary>
    private protected abstract Task<FormerStore> OpenAsync();

    /// <summary>Environment of the gateway that is to use it.</summary>
    private protected abstract IReadOnlyDictionary<string, string> Environment { get; }

    [Fact(Timeout = 60_000)]
    public async Task Everything_is_there()
    {
        await RestoreAsync();
        await using (var first = await OpenAsync())
            await first.CheckAsync(Said(), Data);
        await using var second = await OpenAsync();
        await second.CheckAsync(Said(), Data);
        Assert.False(File.Exists(Path.Combine(Data, "keys.json")));
    }

    [Fact(Timeout = 600_000)]
    public async Task Everything_is_there_wherever_the_first_start_is_killed()
    {
        foreach (var moment in Moments)
        {
            var step = 1;
            for (; await IsKilledAsync($"{Failpoints.CarryOver}.{moment}:{step}"); step++)
            {
                await using var store = await OpenAsync();
                await store.CheckAsync(Said(), Data);
            }

            // The deliveries alone take more than one. The last one leaves the keys' file behind.
            Assert.InRange(step, 4, 30);
        }
    }

    private async Task RestoreAsync()
    {
        if (Directory.Exists(Data))
            Directory.Delete(Data, recursive: true);
        Directory.CreateDirectory(Data);
        File.Copy(FormerFile("keys.json"), Path.Combine(Data, "keys.json"));
        await File.WriteAllTextAsync(Path.Combine(Data, "instance.id"), "sample\n", Cancel);
        await RestoreStoreAsync();
    }

    private static string FormerFile(string name) =>
        Path.Combine(Repository.Root, "tests/Ccsp.Tests/StoreMigration/Former", name);

    private protected static byte[] Unpacked(string name)
    {
        using var file = new GZipStream(File.OpenRead(FormerFile(name + ".gz")), CompressionMode.Decompress);
        using var content = new MemoryStream();
        file.CopyTo(content);
        return content.ToArray();
    }

    private JsonNode Said() => JsonNode.Parse(Unpacked(Sample + ".json"))!;

    /// <returns>False: the gateway came up, as there is no such step.</returns>
    private async Task<bool> IsKilledAsync(string failpoint)
    {
        await RestoreAsync();
        return await ArmedGateway.IsKilledAtAsync(failpoint, _folder.Path, Data, Environment);
    }
}
