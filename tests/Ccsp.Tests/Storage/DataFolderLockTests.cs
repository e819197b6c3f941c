using System.Diagnostics;
using Ccsp.Gateway.Storage;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Storage;

public sealed class DataFolderLockTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FolderHolder _holder = new(4711, "host-a", "http://127.0.0.1:3001", SampleTasks.Noon);

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 30_000)]
    public async Task A_second_gateway_is_refused_and_told_who_holds_the_folder()
    {
        await Task.Yield();
        using var first = DataFolderLock.Take(_folder.Path, _holder);
        var error = Assert.Throws<DataFolderTaken>(() => DataFolderLock.Take(_folder.Path, _holder with { Pid = 1 }));
        Assert.Equal(_holder, error.Holder);
        Assert.Contains("4711", error.Message, StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:3001", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_folder_is_free_again_after_its_holder()
    {
        await Task.Yield();
        DataFolderLock.Take(_folder.Path, _holder).Dispose();
        using var second = DataFolderLock.Take(_folder.Path, _holder with { Pid = 2 });
        Assert.Equal(2, Assert.Throws<DataFolderTaken>(() => DataFolderLock.Take(_folder.Path, _holder)).Holder!.Pid);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_kernel_frees_the_folder_of_a_holder_that_was_killed()
    {
        // One process: when it is gone, nobody else holds the file.
        using var other = Process.Start(
            new ProcessStartInfo("flock",
            ["--no-fork", _folder["gateway.lock"], "sh", "-c", "echo held; exec sleep 60"]) { RedirectStandardOutput = true })!;
        try
        {
            Assert.Equal("held", await other.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
            Assert.True(IsTaken());
        }
        finally
        {
            other.Kill();
            await other.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.False(IsTaken());
    }

    [Fact(Timeout = 30_000)]
    public async Task An_instance_keeps_its_name()
    {
        await Task.Yield();
        var first = InstanceId.ReadOrCreate(_folder.Path);
        Assert.True(Guid.TryParse(first, out _));
        Assert.Equal(first, InstanceId.ReadOrCreate(_folder.Path));
    }

    private bool IsTaken()
    {
        try
        {
            DataFolderLock.Take(_folder.Path, _holder).Dispose();
            return false;
        }
        catch (DataFolderTaken)
        {
            return true;
        }
    }
}
