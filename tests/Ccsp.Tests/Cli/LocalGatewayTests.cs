using Ccsp.Cli.Connecting;
using Ccsp.Contracts;
using Ccsp.Gateway.Storage;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Cli;

/// <summary>Every command finds the folder of the gateway by the gateway's own rule, and with it the key and the address.</summary>
public sealed class LocalGatewayTests : IDisposable
{
    private readonly TestShell _shell = new();

    public void Dispose() => _shell.Dispose();

    private string Own => Path.Combine(_shell.Folder, "home", ".local", "share", "ccsp");

    [Fact(Timeout = 120_000)]
    public Task The_users_folder_is_found_from_every_directory() => Task.Run(() =>
    {
        Write(Own, "key-of-the-user");
        Assert.Equal(("key-of-the-user", Own), Found());
        _shell.HasDirectory = false;
        Assert.Equal(("key-of-the-user", Own), Found());
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 120_000)]
    public Task A_data_folder_beside_us_goes_first_unless_it_is_somebody_elses() => Task.Run(() =>
    {
        Write(Own, "key-of-the-user");
        var data = Directory.CreateDirectory(Path.Combine(_shell.Folder, "data")).FullName;
        Assert.Equal(("key-of-the-user", Own), Found());
        Write(data, "key-beside-us");
        Assert.Equal(("key-beside-us", data), Found());
        _shell.Environment["CCSP_DATA_DIR"] = "/no/such";
        Assert.Equal((null, "/no/such"), Found());
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 120_000)]
    public Task A_gateway_that_runs_says_where() => Task.Run(() =>
    {
        Write(Own, "key");
        Assert.Null(LocalGateway.Find(_shell.Shell.Configuration()).Url);
        using var held = DataFolderLock.Take(
            Own, new FolderHolder(Environment.ProcessId, Environment.MachineName, "http://0.0.0.0:4711", SampleTasks.Noon));
        Assert.Equal(new Uri("http://127.0.0.1:4711"), LocalGateway.Find(_shell.Shell.Configuration()).Url);
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 120_000)]
    public async Task A_gateway_that_died_is_named_by_its_own_port()
    {
        Write(Own, "key");
        using (DataFolderLock.Take(Own, new FolderHolder(int.MaxValue, Environment.MachineName, "http://127.0.0.1:9", SampleTasks.Noon)))
        {
            // It holds no lock any more; its name stays.
        }

        Assert.Equal(ExitCodes.Unreachable, await _shell.RunAsync("instances"));
        Assert.Contains("http://127.0.0.1:9", _shell.Error, StringComparison.Ordinal);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("http://198.51.100.7:4711")]
    [InlineData("http://gateway.example:4711")]
    [InlineData("http://127.0.0.1:4711@198.51.100.7:80/")]
    [InlineData("https://127.0.0.1:4711")]
    public async Task An_address_that_is_not_of_this_machine_is_not_followed(string url)
    {
        Write(Own, "key");
        using var held = DataFolderLock.Take(Own, new FolderHolder(Environment.ProcessId, Environment.MachineName, url, SampleTasks.Noon));
        var found = LocalGateway.Find(_shell.Shell.Configuration());
        Assert.Null(found.Url);
        Assert.Contains("is not on this machine", found.Ignored, StringComparison.Ordinal);
        await using var gateway = await StubGateway.StartAsync(context => StubGateway.JsonAsync(context, "[]"));
        await _shell.RunAsync("submit", "--url", gateway.Url.ToString(), "x");
        Assert.Contains("is not on this machine", _shell.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public Task The_files_of_another_user_count_only_where_the_caller_names_the_folder() => Task.Run(() =>
    {
        Write(Own, "key-of-the-user");
        var data = Directory.CreateDirectory(Path.Combine(_shell.Folder, "data")).FullName;
        Write(data, "key-beside-us");
        using var held = DataFolderLock.Take(
            data, new FolderHolder(Environment.ProcessId, Environment.MachineName, "http://127.0.0.1:4711", SampleTasks.Noon));
        var found = LocalGateway.Find(_shell.Shell.Configuration(), StrangersIn(data));
        Assert.Equal(("key-of-the-user", Own, null), (found.Key, found.Folder, found.Url));
        Assert.Contains($"{data} belongs to another user", found.Ignored, StringComparison.Ordinal);
        _shell.Environment["CCSP_DATA_DIR"] = data;
        found = LocalGateway.Find(_shell.Shell.Configuration(), StrangersIn(data));
        Assert.Equal(("key-beside-us", data, new Uri("http://127.0.0.1:4711")), (found.Key, found.Folder, found.Url));
        Assert.Null(found.Ignored);
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 120_000)]
    public async Task A_refusal_says_where_a_key_was_looked_for()
    {
        await using var gateway = await StubGateway.StartAsync(context => StubGateway.JsonAsync(
            context, """{ "title": "Unauthorized", "status": 401, "code": "unauthorized", "detail": "A key is needed" }""", 401));
        Assert.Equal(ExitCodes.Refused, await _shell.RunAsync("instances", "--url", gateway.Url.ToString()));
        Assert.Contains(
            $"({Own}/local.key does not exist; --data-dir or CCSP_DATA_DIR names the folder of the gateway)", _shell.Error,
            StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task Without_a_directory_only_what_needs_one_is_refused()
    {
        _shell.HasDirectory = false;
        Assert.Equal(ExitCodes.Done, await _shell.RunAsync("config", "show"));
        Assert.Equal(ExitCodes.Failed, await _shell.RunAsync("submit", "--cwd", "here", "hello"));
        Assert.Contains("the current directory does not exist any more", _shell.Error, StringComparison.Ordinal);
    }

    private (string? Key, string? Folder) Found() =>
        LocalGateway.Find(_shell.Shell.Configuration()) is var found ? (found.Key, found.Folder) : default;

    [Theory(Timeout = 120_000)]
    [InlineData("config/ccsp.json", true)]
    [InlineData(".env", true)]
    [InlineData("home/.config/ccsp/ccsp.json", false)]
    [InlineData("etc/ccsp.json", false)]
    public Task A_folder_of_another_user_is_named_by_what_holds_in_every_directory(string file, bool isForeign) => Task.Run(() =>
    {
        var data = Path.Combine(_shell.Folder, "elsewhere");
        Write(data, "key");
        var path = Path.Combine(_shell.Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, file == ".env" ? $"CCSP_DATA_DIR={data}\n" : $$"""{"dataDir":"{{data}}"}""");
        var input = _shell.Shell.Configuration() with { SystemFile = Path.Combine(_shell.Folder, "etc", "ccsp.json") };
        var found = LocalGateway.Find(input, StrangersIn(data));
        Assert.Equal((data, isForeign, isForeign ? null : "key"), (found.Folder, found.IsForeign, found.Key));
    }, TestContext.Current.CancellationToken);

    private static Func<string, uint?> StrangersIn(string folder) =>
        file => file.StartsWith(folder, StringComparison.Ordinal) ? FileOwner.Own + 1 : FileOwner.Own;

    private static void Write(string folder, string key)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "local.key"), key + "\n");
    }
}
