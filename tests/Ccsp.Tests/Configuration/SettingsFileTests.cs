using System.Diagnostics;
using System.IO.Pipes;
using Ccsp.Gateway.Configuration;
using Ccsp.Gateway.Hosting;
using Ccsp.Gateway.Execution;
using Xunit;

namespace Ccsp.Tests.Configuration;

/// <summary>What settings are read from has an end and needs no writer, so that neither a start nor a reload can be held; and no task reads
/// it.</summary>
public sealed class SettingsFileTests : IDisposable
{
    private readonly Loading _loading = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _loading.Dispose();

    [Theory(Timeout = 30_000)]
    [InlineData("ccsp.json")]
    [InlineData(".env")]
    public async Task A_pipe_in_place_of_a_file_is_refused_and_holds_nobody(string name)
    {
        var path = Path.Combine(_loading.Folder, name);
        using (var mkfifo = Process.Start("mkfifo", path))
            await mkfifo.WaitForExitAsync(Stop);
        var input = _loading.Input() with { ConfigPath = name == "ccsp.json" ? path : _loading.File("ccsp.json", "{ }") };
        var refused = Assert.IsType<OptionsResult.Refused>(await Task.Run(() => OptionsLoader.Load(input), Stop));
        Assert.Contains("it is a pipe", Assert.Single(refused.Findings).ToString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public Task A_variable_may_not_name_a_device() => Task.Run(() =>
    {
        _loading.Environment["CCSP_MAX_CONCURRENT_FILE"] = "/dev/zero";
        var refused = Assert.IsType<OptionsResult.Refused>(_loading.Load("{ }"));
        Assert.Contains("it is a device", Assert.Single(refused.Findings).ToString(), StringComparison.Ordinal);
    }, Stop);

    [Fact(Timeout = 30_000)]
    public Task What_has_no_end_is_not_read_whole() => Task.Run(() =>
    {
        var path = _loading.File("large", "");
        using (var large = File.OpenWrite(path))
            large.SetLength(1L << 40);
        Assert.Contains("more than 4 MiB", Assert.Throws<IOException>(() => SettingsFile.ReadBytes(path)).Message,
            StringComparison.Ordinal);
    }, Stop);

    [Fact(Timeout = 30_000)]
    public Task What_a_shell_gives_for_a_command_is_read() => Task.Run(() =>
    {
        var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        var end = $"/proc/self/fd/{pipe.ClientSafePipeHandle.DangerousGetHandle()}";
        using var reader = new FileStream(end, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        pipe.Write("""{ "maxConcurrent": 7 }"""u8);
        pipe.Dispose();
        Assert.Equal("""{ "maxConcurrent": 7 }""", SettingsFile.ReadText($"/proc/self/fd/{reader.SafeFileHandle.DangerousGetHandle()}"));
        Assert.Empty(SettingsFile.ReadBytes("/dev/null"));
    }, Stop);

    [Theory(Timeout = 30_000)]
    [InlineData("elsewhere/settings.json")]
    [InlineData("elsewhere/my.env")]
    [InlineData("key-by-another-name")]
    [InlineData("database-by-another-name")]
    public async Task No_task_reads_what_the_gateway_was_told(string path)
    {
        var data = Directory.CreateDirectory(Path.Combine(_loading.Folder, "data")).FullName;
        await LinkAsync(_loading.File("data/local.key", "key"), "key-by-another-name");
        await LinkAsync(_loading.File("data/ccsp.db", "rows"), "database-by-another-name");
        _loading.EnvironmentFile = _loading.File("elsewhere/my.env", "CCSP_MAX_CONCURRENT=3");
        var settings = _loading.File("elsewhere/settings.json", $$"""{ "dataDir": "{{data}}" }""");
        var loaded = Assert.IsType<OptionsResult.Loaded>(OptionsLoader.Load(_loading.Input() with { ConfigPath = settings }));
        var files = new TaskFiles(["/"], data, OwnFiles.Of(loaded.Options, loaded.Files));
        Assert.Contains("belongs to the gateway", files.WhyNot(path, _loading.Folder, mayCome: false), StringComparison.Ordinal);
        Assert.Null(files.WhyNot(_loading.File("plain", "content"), _loading.Folder, mayCome: false));
    }

    private async Task LinkAsync(string from, string name)
    {
        using var ln = Process.Start("ln", [from, Path.Combine(_loading.Folder, name)]);
        await ln.WaitForExitAsync(Stop);
        Assert.Equal(0, ln.ExitCode);
    }
}
