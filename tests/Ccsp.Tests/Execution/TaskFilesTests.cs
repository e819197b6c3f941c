using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Ccsp.Gateway.Api;
using Ccsp.Gateway.Execution;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Execution;

public sealed class TaskFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _root;
    private readonly string _outside;
    private readonly string _data;
    private readonly TaskFiles _files;

    public TaskFilesTests()
    {
        var real = RealDirectory.Find(_folder.Path)!;
        _root = Directory.CreateDirectory(Path.Combine(real, "root")).FullName;
        _outside = Directory.CreateDirectory(Path.Combine(real, "outside")).FullName;
        _data = Directory.CreateDirectory(Path.Combine(_root, "data")).FullName;
        _files = new TaskFiles([_root], _data, [Path.Combine(_root, "secret")]);
        File.WriteAllText(Path.Combine(_root, "plain"), "content");
        File.WriteAllText(Path.Combine(_root, "secret"), "token");
        File.WriteAllText(Path.Combine(_outside, "theirs"), "theirs");
        File.WriteAllText(Path.Combine(_data, "local.key"), "key");
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 30_000)]
    public Task Regular_files_in_the_roots_are_read_also_through_links_that_stay_there() => Task.Run(() =>
    {
        File.CreateSymbolicLink(Path.Combine(_root, "link"), "plain");
        File.WriteAllText(Path.Combine(_root, "empty"), "");
        var read = _files.Read(["plain", "link", "empty", Path.Combine(Sub(), "..", "plain")], _root, Stop);
        Assert.Equal(["content", "content", "", "content"], read.Select(file => Encoding.UTF8.GetString(file.Content.Span)));
    }, Stop);

    [Theory(Timeout = 30_000)]
    [InlineData("pipe", "a pipe")]
    [InlineData("socket", "a socket")]
    [InlineData("sub", "a directory")]
    [InlineData("/dev/zero", "a device")]
    [InlineData("/dev/tty", "a device")]
    [InlineData("to-pipe", "a pipe")]
    [InlineData("../outside/theirs", "must lie in")]
    [InlineData("to-theirs", "must lie in")]
    [InlineData("to-outside/theirs", "must lie in")]
    [InlineData("hard-secret", "belongs to the gateway")]
    [InlineData("secret", "belongs to the gateway")]
    [InlineData("to-secret", "belongs to the gateway")]
    [InlineData("data/local.key", "belongs to the gateway")]
    [InlineData("giant", "more than 10 MiB")]
    public async Task What_is_no_plain_file_of_the_roots_is_refused_by_name_and_without_opening_it(string path, string why)
    {
        Sub();
        await MakeAsync("mkfifo", Path.Combine(_root, "pipe"));
        await MakeAsync("ln", Path.Combine(_root, "secret"), Path.Combine(_root, "hard-secret"));
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(_root, "socket")));
        File.CreateSymbolicLink(Path.Combine(_root, "to-pipe"), "pipe");
        File.CreateSymbolicLink(Path.Combine(_root, "to-secret"), "secret");
        File.CreateSymbolicLink(Path.Combine(_root, "to-theirs"), Path.Combine(_outside, "theirs"));
        Directory.CreateSymbolicLink(Path.Combine(_root, "to-outside"), _outside);
        await using (var giant = File.Create(Path.Combine(_root, "giant")))
            giant.SetLength(1L << 40);
        var refused = Assert.Throws<CannotStart>(() => _files.Read(["plain", path], _root, Stop));
        Assert.StartsWith($"includeFiles[1]: {path}: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.Contains(why, _files.WhyNot(path, _root, mayCome: false), StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("/proc/self/environ")]
    [InlineData("/proc/version")]
    [InlineData("/sys/kernel/mm/transparent_hugepage/enabled")]
    public Task Files_of_the_kernel_are_refused_even_where_every_directory_is_allowed(string path) => Task.Run(() =>
        Assert.Contains(
            "of the kernel", new TaskFiles(["/"], _data, []).WhyNot(path, "/", mayCome: false), StringComparison.Ordinal), Stop);

    [Fact(Timeout = 30_000)]
    public Task Together_they_are_bounded_too() => Task.Run(() =>
    {
        using (var large = File.Create(Path.Combine(_root, "large")))
            large.SetLength(TaskFiles.LongestFile);
        Assert.Equal(TaskFiles.LongestFile, Assert.Single(_files.Read(["large"], _root, Stop)).Content.Length);
        Assert.Contains("together", Assert.Throws<CannotStart>(() => _files.Read(["large", "large", "plain"], _root, Stop)).Message,
            StringComparison.Ordinal);
    }, Stop);

    [Fact(Timeout = 30_000)]
    public Task What_is_not_there_may_come_before_the_start_and_not_after_it() => Task.Run(() =>
    {
        Assert.Contains("no such file", _files.WhyNot("later", _root, mayCome: false), StringComparison.Ordinal);
        Assert.Contains("no such file", _files.WhyNot("plain/below", _root, mayCome: false), StringComparison.Ordinal);
        Assert.Null(_files.WhyNot("later", _root, mayCome: true));
        Assert.Contains("includeFiles[0]: later", Assert.Throws<CannotStart>(() => _files.Read(["later"], _root, Stop)).Message,
            StringComparison.Ordinal);
    }, Stop);

    [Fact(Timeout = 30_000)]
    public Task In_the_data_folder_a_task_has_the_folder_it_works_in_and_nothing_else() => Task.Run(() =>
    {
        var work = Directory.CreateDirectory(Path.Combine(_data, "runs", "t1", "work")).FullName;
        File.WriteAllText(Path.Combine(work, "own"), "own");
        File.WriteAllText(Path.Combine(_data, "runs", "t1", "stdin"), "prompt");
        var other = Directory.CreateDirectory(Path.Combine(_data, "runs", "t2", "work")).FullName;
        File.WriteAllText(Path.Combine(other, "own"), "own");
        Assert.Equal("own", Encoding.UTF8.GetString(Assert.Single(_files.Read(["own"], work, Stop)).Content.Span));
        Assert.NotNull(_files.WhyNot("../stdin", work, mayCome: true));
        Assert.NotNull(_files.WhyNot("../../t2/work/own", work, mayCome: true));
        Assert.Null(_files.WhyNotDirectory(work));
        Assert.Contains("data folder", _files.WhyNotDirectory(_data), StringComparison.Ordinal);
        Assert.Contains("data folder", _files.WhyNotDirectory(Path.Combine(_data, "runs", "t1")), StringComparison.Ordinal);
    }, Stop);

    [Fact(Timeout = 30_000)]
    public Task A_directory_that_came_to_lead_out_of_the_roots_is_no_place_to_start_in() => Task.Run(() =>
    {
        var path = Sub();
        Assert.Null(_files.WhyNotDirectory(path));
        Directory.Delete(path);
        Directory.CreateSymbolicLink(path, _outside);
        Assert.Contains(_outside, _files.WhyNotDirectory(path), StringComparison.Ordinal);
        Assert.Contains("a file", _files.WhyNotDirectory(Path.Combine(_root, "plain")), StringComparison.Ordinal);
    }, Stop);

    private string Sub() => Directory.CreateDirectory(Path.Combine(_root, "sub")).FullName;

    private static async Task MakeAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(Stop);
        Assert.Equal(0, process.ExitCode);
    }
}
