using System.Text.Json;
using Ccsp.Gateway.Security;
using Ccsp.Gateway.Storage.Records;
using Ccsp.Tests.Storage.Records;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Security;

public sealed class LocalKeyTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly SharedApiKeys _kept = new(new RecordStore(new MemoryRecordBackend(), TimeProvider.System));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task The_first_start_makes_a_key_only_its_owner_can_read_and_the_store_keeps_its_hash()
    {
        using var data = new TempFolder();
        var store = await OpenAsync(data);
        var key = await KeyAsync(data);
        Assert.Matches("^ccsp_[A-Za-z0-9_-]{43}$", key);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(data["local.key"]));
        Assert.False(File.Exists(data["keys.json"]));
        Assert.Equal("local", store.Find(key)?.Name);
        var kept = Assert.Single((await _kept.AllAsync(Cancel))["one"]);
        Assert.Equal(("local", ApiKeyStore.HashOf(key)), (kept.Name, kept.Sha256));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_restart_keeps_the_key_and_a_deleted_file_makes_a_new_one_that_replaces_it()
    {
        using var data = new TempFolder();
        await OpenAsync(data);
        var key = await KeyAsync(data);
        Assert.NotNull((await OpenAsync(data)).Find(key));
        File.Delete(data["local.key"]);
        var store = await OpenAsync(data);
        Assert.Null(await store.FindAnywhereAsync(key.AsMemory(), Cancel));
        Assert.NotNull(store.Find(await KeyAsync(data)));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_crash_before_the_store_has_the_hash_leaves_a_key_that_is_taken_up()
    {
        using var data = new TempFolder();
        LocalKey.Open(data.Path, new TestClock(), _kept);
        Assert.NotNull((await OpenAsync(data)).Find(await KeyAsync(data)));
    }

    /// <summary>A kill after the commit leaves the file; what the store has counts then.</summary>
    [Fact(Timeout = 30_000)]
    public async Task The_keys_in_the_file_of_the_version_before_become_records_once_and_the_file_goes()
    {
        using var data = new TempFolder();
        await OpenAsync(data);
        var ours = new StoredKey("local", ApiKeyStore.HashOf(await KeyAsync(data)), SampleTasks.Noon);
        await FormerAsync(data, [new StoredKey("ci", ApiKeyStore.HashOf("key-of-ci"), SampleTasks.Noon), ours]);
        var kept = new SharedApiKeys(new RecordStore(new MemoryRecordBackend(), TimeProvider.System));
        var before = LocalKey.Open(data.Path, new TestClock(), kept);
        Assert.Equal("ci", before.Find("key-of-ci")?.Name);
        await before.PublishAsync("one", Cancel);
        Assert.False(File.Exists(data["keys.json"]));
        Assert.Equal("ci", before.Find("key-of-ci")?.Name);

        await FormerAsync(data, [new StoredKey("late", ApiKeyStore.HashOf("key-of-late"), SampleTasks.Noon)]);
        var known = await OpenAsync(data);
        Assert.Null(await known.FindAnywhereAsync("key-of-late".AsMemory(), Cancel));
        Assert.NotNull(known.Find(await KeyAsync(data)));
        Assert.False(File.Exists(data["keys.json"]));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_key_others_could_read_is_shut_again()
    {
        using var data = new TempFolder();
        LocalKey.Open(data.Path, new TestClock());
        File.SetUnixFileMode(data["local.key"], OwnerOnly | UnixFileMode.OtherRead);
        Assert.NotNull(LocalKey.Open(data.Path, new TestClock()).Find(await KeyAsync(data)));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(data["local.key"]));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("local.key", "")]
    [InlineData("keys.json", "{broken")]
    public async Task A_damaged_file_stops_the_start_and_is_named(string name, string content)
    {
        using var data = new TempFolder();
        LocalKey.Open(data.Path, new TestClock());
        await File.WriteAllTextAsync(data[name], content, TestContext.Current.CancellationToken);
        Assert.Contains(
            data[name], Assert.Throws<InvalidDataException>(() => LocalKey.Open(data.Path, new TestClock())).Message,
            StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("")]
    [InlineData("ccsp_")]
    [InlineData("\ud800")]
    public Task What_is_no_key_is_nobodys(string key)
    {
        Assert.Null(new ApiKeyStore([new StoredKey("a", ApiKeyStore.HashOf("ccsp_right"), SampleTasks.Noon)]).Find(key));
        Assert.Null(new ApiKeyStore([]).Find(new string('x', 1_000_000)));
        return Task.CompletedTask;
    }

    private async Task<ApiKeyStore> OpenAsync(TempFolder data)
    {
        var store = LocalKey.Open(data.Path, new TestClock(), _kept);
        await store.PublishAsync("one", Cancel);
        return store;
    }

    private static Task FormerAsync(TempFolder data, IReadOnlyList<StoredKey> keys) => File.WriteAllBytesAsync(
        data["keys.json"], JsonSerializer.SerializeToUtf8Bytes(new StoredKeys(keys), KeyJson.Default.StoredKeys), Cancel);

    private static async Task<string> KeyAsync(TempFolder data) =>
        (await File.ReadAllTextAsync(data["local.key"], TestContext.Current.CancellationToken)).Trim();
}
