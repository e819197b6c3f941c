using System.Diagnostics;
using System.Runtime.CompilerServices;
using Ccsp.Gateway.Storage;
using Xunit;

namespace Ccsp.Tests.Storage;

public sealed class DurableFileTests : IDisposable
{
    private const string Target = "CCSP_TEST_DURABLE_FILE";
    private readonly string _folder = Directory.CreateTempSubdirectory("ccsp-durable-").FullName;

    private string File => Path.Combine(_folder, "state.json");

    [Fact(Timeout = 30_000)]
    public async Task The_content_is_replaced_as_a_whole_and_is_the_owners_only()
    {
        DurableFile.Replace(File, "first, and longer"u8);
        DurableFile.Replace(File, "second"u8);
        Assert.Equal("second", await System.IO.File.ReadAllTextAsync(File, TestContext.Current.CancellationToken));
        Assert.Equal([File], Directory.GetFiles(_folder));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("fsync:error=EIO:when=1", "fsync", 5, "old")]
    [InlineData("fsync:error=ENOSPC:when=1", "fsync", 28, "old")]
    [InlineData("fsync:error=EIO:when=2", "fsync", 5, "new")]
    [InlineData("fsync:error=EINTR:when=1", null, 0, "new")]
    [InlineData("pwrite64:error=ENOSPC:when=1", "write", 28, "old")]
    [InlineData("rename,renameat,renameat2:error=EIO", "rename", 5, "old")]
    public async Task A_fault_of_the_disk_is_told_with_its_step_and_errno(string fault, string? step, int errno, string content)
    {
        await System.IO.File.WriteAllTextAsync(File, "old", TestContext.Current.CancellationToken);
        Assert.Equal(step is null ? "done" : $"{step} {errno}", await ReplaceUnderFaultAsync(fault));
        Assert.Equal(content, await System.IO.File.ReadAllTextAsync(File, TestContext.Current.CancellationToken));
        Assert.Equal([File], Directory.GetFiles(_folder));
    }

    [Fact(Timeout = 60_000)]
    public async Task File_and_folder_are_both_synced_and_the_rename_lies_between()
    {
        var trace = Path.GetTempFileName();
        await ReplaceUnderFaultAsync(fault: null, "-o", trace, "-e", "trace=fsync,rename,renameat,renameat2");
        var calls = (await System.IO.File.ReadAllLinesAsync(trace, TestContext.Current.CancellationToken))
            .Select(line => line.Split('(')[0].Split(' ')[^1])
            .Where(call => call.StartsWith("fsync", StringComparison.Ordinal) || call.StartsWith("rename", StringComparison.Ordinal));
        Assert.Equal(["fsync", "rename", "fsync"], calls);
        System.IO.File.Delete(trace);
    }

    [Fact(Timeout = 30_000)]
    public Task A_missing_folder_is_not_taken_for_a_fault_of_the_disk()
    {
        Assert.Throws<DirectoryNotFoundException>(() => DurableFile.Replace(Path.Combine(_folder, "none", "x"), [1]));
        return Task.CompletedTask;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A second process of this program does the write, traced from the moment it is ready.</summary>
    private async Task<string> ReplaceUnderFaultAsync(string? fault, params string[] options)
    {
        var description = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        description.Environment[Target] = File;
        using var process = Process.Start(description)!;
        Assert.Equal("prepared", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        string[] inject = fault is null ? [] : ["-e", $"trace={fault.Split(':')[0]}", "-e", $"inject={fault}"];
        using var strace = Process.Start(
            new ProcessStartInfo("strace", ["-f", "-qq", "-p", $"{process.Id}", .. options, .. inject]) { RedirectStandardError = true })!;
        await Processes.SupervisorFixture.EventuallyAsync(() => Processes.StartHost.IsTraced(process.Id), "strace is attached");
        await process.StandardInput.WriteLineAsync("go");
        await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await strace.WaitForExitAsync(TestContext.Current.CancellationToken);
        // By exit code, because the injected faults may hit a write to stdout as well.
        return process.ExitCode switch
        {
            100 => "done",
            > 100 and < 130 => $"fsync {process.ExitCode - 100}",
            > 130 and < 160 => $"write {process.ExitCode - 130}",
            > 160 and < 190 => $"rename {process.ExitCode - 160}",
            _ => $"exit code {process.ExitCode}",
        };
    }

    [ModuleInitializer]
    internal static void Play()
    {
        if (Environment.GetEnvironmentVariable(Target) is not { Length: > 0 } path) return;
        DurableFile.Replace(path + ".warm", "x"u8);
        System.IO.File.Delete(path + ".warm");
        Console.WriteLine("prepared");
        Console.ReadLine();
        try
        {
            DurableFile.Replace(path, "new"u8);
        }
        catch (DurableFileException ex)
        {
            Environment.Exit(ex.Errno + (ex.Step switch { "fsync" => 100, "write" => 130, _ => 160 }));
        }
        Environment.Exit(100);
    }
}
