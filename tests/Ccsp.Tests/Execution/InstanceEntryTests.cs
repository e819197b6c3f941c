using System.Diagnostics;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Storage;
using Ccsp.Tests.Queue.Redis;
using Ccsp.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Execution;

/// <summary>The start under an instance id that another process has, or had, on a real server and with real processes.</summary>
public sealed class InstanceEntryTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact(Timeout = 60_000)]
    public async Task A_copy_beside_the_living_one_is_refused_with_the_file_to_delete()
    {
        await using var two = await TwoWriters.StartAsync();
        using var copy = new TempFolder();
        var living = HoldingProcess.This(copy.Path) with { Nonce = "living", Folder = "/data/t1", Inode = 1 };
        await two.One.Store.RenewAsync(Beat(living, Environment.ProcessId, seconds: 600), Stop);
        var refused = await Assert.ThrowsAsync<InstanceTaken>(() => EnterAsync(two.Other, copy.Path));
        Assert.Contains($"process id {Environment.ProcessId} on host at http://127.0.0.1:4931 (data folder /data/t1)", refused.Message,
            StringComparison.Ordinal);
        Assert.Contains($"delete {copy["instance.id"]}", refused.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_folder_of_a_killed_process_is_entered_at_once()
    {
        await using var two = await TwoWriters.StartAsync();
        using var folder = new TempFolder();
        using var held = DataFolderLock.Take(folder.Path, new FolderHolder(1, "host", null, Now));
        var dead = HoldingProcess.This(folder.Path) with { Nonce = "dead", StartTime = 1 };
        await two.One.Store.RenewAsync(Beat(dead, Environment.ProcessId, seconds: 600), Stop);
        Assert.Empty(await EnterAsync(two.Other, folder.Path));
    }

    [Fact(Timeout = 60_000)]
    public async Task Another_machine_that_is_silent_is_waited_for_and_that_is_told()
    {
        await using var two = await TwoWriters.StartAsync();
        using var folder = new TempFolder();
        var clock = new TestClock(Now);
        await two.One.Store.RenewAsync(Beat(Elsewhere(folder), pid: 1, seconds: 3), Stop);
        var entering = EnterAsync(two.Other, folder.Path, time: clock);
        var look = TimeSpan.FromMilliseconds(500);
        while (await Task.WhenAny(clock.ArmedForAsync(look), entering) != entering)
            clock.Advance(look);
        var told = Assert.Single(await entering);
        Assert.StartsWith("waiting until ", told, StringComparison.Ordinal);
        Assert.NotNull((await two.One.Store.RenewAsync(Beat(Elsewhere(folder), pid: 1, seconds: 1), Stop)).HeldBy);
    }

    [Fact(Timeout = 60_000)]
    public async Task Another_machine_that_is_heard_again_refuses_the_start()
    {
        await using var two = await TwoWriters.StartAsync();
        using var folder = new TempFolder();
        await two.One.Store.RenewAsync(Beat(Elsewhere(folder), pid: 1, seconds: 600), Stop);
        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var refused = Assert.ThrowsAsync<InstanceTaken>(() => EnterAsync(two.Other, folder.Path, waits));
        await waits.Task.WaitAsync(Stop);
        await two.One.Store.RenewAsync(Beat(Elsewhere(folder), pid: 1, seconds: 600), Stop);
        await refused;
    }

    [Fact(Timeout = 60_000)]
    public async Task A_process_that_has_ended_or_is_of_another_container_is_not_taken_for_alive()
    {
        using var folder = new TempFolder();
        var here = HoldingProcess.This(folder.Path);
        using var child = Process.Start("sleep", "60");
        var start = ProcStat.Read(child.Id)!.Value.StartTime;
        Assert.True(HoldingProcess.IsAliveHere(Beat(here with { StartTime = start }, child.Id, 20), here));
        Assert.False(HoldingProcess.IsAliveHere(Beat(here with { StartTime = start + 1 }, child.Id, 20), here));
        Assert.False(HoldingProcess.IsAliveHere(Beat(here with { StartTime = start, PidSpace = "pid:[2]" }, child.Id, 20), here));
        Assert.False(HoldingProcess.IsAliveHere(Beat(here with { StartTime = start, BootId = "before" }, child.Id, 20), here));
        child.Kill();
        await child.WaitForExitAsync(Stop);
        Assert.False(HoldingProcess.IsAliveHere(Beat(here with { StartTime = start }, child.Id, 20), here));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_running_gateway_whose_id_was_taken_claims_nothing_and_lets_its_lease_run_out()
    {
        await using var two = await TwoWriters.StartAsync();
        using var folder = new TempFolder();
        var runs = new ActiveRuns();
        var instance = new Instance("one", "host", Environment.ProcessId) { Holder = HoldingProcess.This(folder.Path) };
        var lease = new LeaseFile(folder["lease"]);
        var duty = new HeartbeatDuty(two.One.Store, runs, instance, new HeartbeatOptions { ValidSeconds = 60 }, new SharedLease(lease),
            () => new InstanceLoad(Now, 4, null, null, 1), NullLogger<HeartbeatDuty>.Instance);
        await duty.RunOnceAsync(Now, Stop);
        Assert.Null(instance.HeldBy);
        await two.Other.Store.RenewAsync(Beat(Elsewhere(folder), pid: 1, seconds: 5) with { Now = Now.AddSeconds(61) }, Stop);

        File.Delete(lease.Path);
        await duty.RunOnceAsync(Now, Stop);
        Assert.Contains("process id 1 on host", instance.HeldBy, StringComparison.Ordinal);
        Assert.False(File.Exists(lease.Path));
        await duty.RunOnceAsync(Now.AddSeconds(120), Stop);
        Assert.Null(instance.HeldBy);
        Assert.True(File.Exists(lease.Path));
    }

    private static InstanceHolder Elsewhere(TempFolder folder) =>
        HoldingProcess.This(folder.Path) with { Nonce = "elsewhere", BootId = "elsewhere" };

    private static async Task<List<string>> EnterAsync(Writer writer, string folder, TaskCompletionSource? waits = null,
        TimeProvider? time = null)
    {
        List<string> told = [];
        void Report(string line)
        {
            told.Add(line);
            waits?.TrySetResult();
        }

        var instance = new Instance("one", "host", Environment.ProcessId) { Holder = HoldingProcess.This(folder) };
        await new InstanceEntry(writer.Store, instance, folder, new HeartbeatOptions(), time ?? TimeProvider.System, Report,
            NullLogger<InstanceEntry>.Instance).RunAsync(Stop);
        return told;
    }

    private static Heartbeat Beat(InstanceHolder holder, int pid, double seconds) =>
        new("one", "host", pid, "http://127.0.0.1:4931", Now, TimeSpan.FromSeconds(seconds)) { Holder = holder };
}
