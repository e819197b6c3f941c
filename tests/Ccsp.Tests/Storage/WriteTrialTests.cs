using Ccsp.Gateway.Api;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Hosting;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Storage;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Storage;

public sealed class WriteTrialTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 30_000)]
    public async Task Nothing_stays_of_a_trial()
    {
        Assert.Null(await new WriteTrial(_folder.Path).WhyNotAsync(TimeProvider.System, Stop));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_full_disk_is_told_until_there_is_room_again_and_logged_once_each_way()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "mounting takes root");
        using var disk = new TempDisk(_folder["disk"], "4m");
        var (readiness, starts, log) = (new Readiness(), new StartBackoff(), new RecordingLogger<DataFolderDuty>());
        var clock = new TestClock(SampleTasks.Noon);
        var duty = new DataFolderDuty(_folder["disk"], new FilesInPlace(), readiness, starts, clock, log);
        await duty.RunOnceAsync(default, Stop);
        Assert.True(readiness.Components["disk"].Ok);
        disk.Fill(disk["filler"], leave: 8192);
        clock.Advance(TimeSpan.FromSeconds(3));
        await duty.RunOnceAsync(default, Stop);
        await duty.RunOnceAsync(default, Stop);
        Assert.False(readiness.Components["disk"].Ok);
        Assert.Contains("no space left", readiness.Components["disk"].Detail, StringComparison.Ordinal);
        Assert.Contains("no space left", starts.Shortage(default)!.Reason, StringComparison.Ordinal);
        foreach (var _ in Enumerable.Range(0, 6))
            starts.Failed(default, jitter: 0, "no space left on device");
        File.Delete(disk["filler"]);
        await duty.RunOnceAsync(default, Stop);
        await duty.RunOnceAsync(default, Stop);
        Assert.True(readiness.Components["disk"].Ok);
        Assert.Null(starts.Shortage(default));
        Assert.Equal((1, 1), (log.Count("no space left"), log.Count("takes writes again")));
    }

    [Fact(Timeout = 30_000)]
    public async Task Inodes_that_are_used_up_are_not_told_as_missing_bytes()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "mounting takes root");
        using var disk = new TempDisk(_folder["disk"], "8m,nr_inodes=4");
        var trial = new WriteTrial(_folder["disk"]);
        Assert.Null(await trial.WhyNotAsync(TimeProvider.System, Stop));
        foreach (var name in (string[])["a", "b", "c"])
            await File.WriteAllTextAsync(disk[name], "", Stop);
        Assert.Contains("no inodes left", await trial.WhyNotAsync(TimeProvider.System, Stop), StringComparison.Ordinal);
        File.Delete(disk["a"]);
        Assert.Null(await trial.WhyNotAsync(TimeProvider.System, Stop));
        disk.Fill(disk["filler"], leave: 8192);
        File.Delete(disk["b"]);
        Assert.Contains("less than 1 MiB", await trial.WhyNotAsync(TimeProvider.System, Stop), StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_folder_that_turned_read_only_is_told_too()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "mounting takes root");
        using var disk = new TempDisk(_folder["disk"], "4m");
        var trial = new WriteTrial(_folder["disk"]);
        Assert.Equal(0, ChildProcess.Run("/bin/mount", ["-o", "remount,ro", _folder["disk"]]));
        Assert.Contains("takes no writes", await trial.WhyNotAsync(TimeProvider.System, Stop), StringComparison.Ordinal);
        Assert.Equal(0, ChildProcess.Run("/bin/mount", ["-o", "remount,rw", _folder["disk"]]));
        Assert.Null(await trial.WhyNotAsync(TimeProvider.System, Stop));
    }
}
