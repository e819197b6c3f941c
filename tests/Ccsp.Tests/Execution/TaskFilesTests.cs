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
    private readonly TempFolder folder = new();
    private readonly string root;
    private readonly string outside;
    private readonly string data;
    private readonly TaskFiles files;

    public TaskFilesTests()
    {
        var real = RealDirectory.Find(folder.Path)!;
        root = Directory.CreateDirectory(Path.Combine(real, "root")).FullName;
        outside = Directory.CreateDirectory(Path.Combine(real, "outside")).FullName;
        data = Directory.CreateDirectory(Path.Combine(root, "data")).FullName;
        files = new TaskFiles([root], data, [Path.Combine(root, "secret")]);
        File.WriteAllText(Path.Combine(root, "plain"), "content");
        File.WriteAllText(Path.Combine(root, "secret"), "token");
        File.WriteAllText(Path.Combine(outside, "theirs"), "theirs");
        File.WriteAllText(Path.Combine(data, "local.key"), "key");
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact(Timeout = 30_000)]
    public Task Regular_files_in_the_roots_are_read_also_through_links_that_stay_there() => Task.Run(() =>
    {
        File.CreateSymbolicLink(Path.Combine(root, "link"), "plain");
        File.WriteAllText(Path.Combine(root, "empty"), "");
        var read = files.Read(["plain", "link", "empty", Path.Combine(Sub(), "..", "plain")], root, Stop);
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
        await MakeAsync("mkfifo", Path.Combine(root, "pipe"));
        await MakeAsync("ln", Path.Combine(root, "secret"), Path.Combine(root, "hard-secret"));
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(root, "socket")));
        File.CreateSymbolicLink(Path.Combine(root, "to-pipe"), "pipe");
        File.CreateSymbolicLink(Path.Combine(root, "to-secret"), "secret");
        File.CreateSymbolicLink(Path.Combine(root, "to-theirs"), Path.Combine(outside, "theirs"));
        Directory.CreateSymbolicLink(Path.Combine(root, "to-outside"), outside);
        await using (var giant = File.Create(Path.Combine(root, "giant")))
            giant.SetLength(1L << 40);
        var refused = Assert.Throws<CannotStart>(() => files.Read(["plain", path], root, Stop));
        Assert.StartsWith($"includeFiles[1]: {path}: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.Contains(why, files.WhyNot(path, root), StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("/proc/self/environ")]
    [InlineData("/proc/version")]
    [InlineData("/sys/kernel/mm/transparent_hugepage/enabled")]
    public Task Files_of_the_kernel_are_refused_even_where_every_directory_is_allowed(string path) => Task.Run(() =>
        Assert.Contains("of the kernel", new TaskFiles(["/"], data, []).WhyNot(path, "/"), StringComparison.Ordinal), Stop);

    [Fact(Timeout = 30_000)]
    public Task Together_they_are_bounded_too() => Task.Run(() =>
    {
        using (var large = File.Create(Path.Combine(root, "large")))
            large.SetLength(TaskFiles.LongestFile);
        Assert.Equal(TaskFiles.LongestFile, Assert.Single(files.Read(["large"], root, Stop)).Content.Length);
        Assert.Contains("together", Assert.Throws<CannotStart>(() => files.Read(["large", "large", "plain"], root, Stop)).Message, StringComparison.Ordinal);
    }, Stop);

    [Fact(Timeout = 30_000)]
    public Task What_is_not_there_is_no_fault_of_a_submission_and_one_of_a_start() => Task.Run(() =>
    {
        Assert.Null(files.WhyNot("later", root));
        Assert.Contains("includeFiles[0]: later", Assert.Throws<CannotStart>(() => files.Read(["later"], root, Stop)).Message, StringComparison.Ordinal);
    }, Stop);

    [Fact(Timeout = 30_000)]
    public Task In_the_data_folder_a_task_has_the_folder_it_works_in_and_nothing_else() => Task.Run(() =>
    {
        var work = Directory.CreateDirectory(Path.Combine(data, "runs", "t1", "work")).FullName;
        File.WriteAllText(Path.Combine(work, "own"), "own");
        File.WriteAllText(Path.Combine(data, "runs", "t1", "stdin"), "prompt");
        var other = Directory.CreateDirectory(Path.Combine(data, "runs", "t2", "work")).FullName;
        File.WriteAllText(Path.Combine(other, "own"), "own");
        Assert.Equal("own", Encoding.UTF8.GetString(Assert.Single(files.Read(["own"], work, Stop)).Content.Span));
        Assert.NotNull(files.WhyNot("../stdin", work));
        Assert.NotNull(files.WhyNot("../../t2/work/own", work));
        Assert.Null(files.WhyNotDirectory(work));
        Assert.Contains("data folder", files.WhyNotDirectory(data), StringComparison.Ordinal);
        Assert.Contains("data folder", files.WhyNotDirectory(Path.Combine(data, "runs", "t1")), StringComparison.Ordinal);
    }, Stop);

    [Fact(Timeout = 30_000)]
    public Task A_directory_that_came_to_lead_out_of_the_roots_is_no_place_to_start_in() => Task.Run(() =>
    {
        var path = Sub();
        Assert.Null(files.WhyNotDirectory(path));
        Directory.Delete(path);
        Directory.CreateSymbolicLink(path, outside);
        Assert.Contains(outside, files.WhyNotDirectory(path), StringComparison.Ordinal);
        Assert.Contains("a file", files.WhyNotDirectory(Path.Combine(root, "plain")), StringComparison.Ordinal);
    }, Stop);

    private string Sub() => Directory.CreateDirectory(Path.Combine(root, "sub")).FullName;

    private static async Task MakeAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(Stop);
        Assert.Equal(0, process.ExitCode);
    }
}
