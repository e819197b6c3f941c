using Ccsp.Gateway.Security;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Security;

public sealed class LocalKeyTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact(Timeout = 30_000)]
    public async Task The_first_start_makes_a_key_only_its_owner_can_read_and_keeps_its_hash()
    {
        using var data = new TempFolder();
        var store = LocalKey.Open(data.Path, new TestClock());
        var key = await KeyAsync(data);
        Assert.Matches("^ccsp_[A-Za-z0-9_-]{43}$", key);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(data["local.key"]));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(data["keys.json"]));
        Assert.DoesNotContain(
            key[5..], await File.ReadAllTextAsync(data["keys.json"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("local", store.Find(key)?.Name);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_restart_keeps_the_key_and_a_deleted_file_makes_a_new_one_that_replaces_it()
    {
        using var data = new TempFolder();
        LocalKey.Open(data.Path, new TestClock());
        var key = await KeyAsync(data);
        Assert.NotNull(LocalKey.Open(data.Path, new TestClock()).Find(key));
        File.Delete(data["local.key"]);
        var store = LocalKey.Open(data.Path, new TestClock());
        Assert.Null(store.Find(key));
        Assert.NotNull(store.Find(await KeyAsync(data)));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_crash_between_the_two_files_leaves_a_key_that_is_taken_up()
    {
        using var data = new TempFolder();
        LocalKey.Open(data.Path, new TestClock());
        File.Delete(data["keys.json"]);
        Assert.NotNull(LocalKey.Open(data.Path, new TestClock()).Find(await KeyAsync(data)));
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

    [Theory(Timeout = 5_000)]
    [InlineData("")]
    [InlineData("ccsp_")]
    [InlineData("\ud800")]
    public Task What_is_no_key_is_nobodys(string key)
    {
        Assert.Null(new ApiKeyStore([new StoredKey("a", ApiKeyStore.HashOf("ccsp_right"), SampleTasks.Noon)]).Find(key));
        Assert.Null(new ApiKeyStore([]).Find(new string('x', 1_000_000)));
        return Task.CompletedTask;
    }

    private static async Task<string> KeyAsync(TempFolder data) =>
        (await File.ReadAllTextAsync(data["local.key"], TestContext.Current.CancellationToken)).Trim();
}
