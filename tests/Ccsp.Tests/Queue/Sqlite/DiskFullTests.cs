using System.Runtime.InteropServices;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Storage;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Queue.Sqlite;

/// <summary>A real file system that runs out of room.</summary>
public sealed partial class DiskFullTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task A_full_disk_refuses_writes_loses_nothing_and_is_forgotten_when_there_is_room_again()
    {
        using var disk = new SmallDisk(6 << 20);
        using var queue = new SqliteStoreFixture(path: Path.Combine(disk.Path, "ccsp.db"));
        List<string> accepted = [];
        var spec = Submissions.Simple(new string('x', 30_000));
        // Something else fills most of the disk, as it is in real life, and is removed later.
        await File.WriteAllBytesAsync(Path.Combine(disk.Path, "other"), new byte[3 << 20], Stop);
        await Assert.ThrowsAsync<StorageFull>(async () =>
        {
            while (true)
                accepted.Add((await queue.Add(spec)).Id);
        });
        Assert.NotEmpty(accepted);
        await Assert.ThrowsAsync<StorageFull>(() => queue.Add(spec));
        Assert.Equal(accepted.Count, (await queue.Store.SnapshotAsync(queue.Now, Stop)).Depth);

        File.Delete(Path.Combine(disk.Path, "other"));

        accepted.Add((await queue.Add(spec)).Id);
        var running = await queue.Start();
        Assert.IsType<LeaseOutcome.Applied>(await queue.Finish(running));
        queue.CountsAgree();
        queue.Reopen();
        foreach (var id in accepted)
            Assert.NotNull(await queue.Store.GetAsync(id, Stop));
        Assert.Equal(["ok"], queue.Query("PRAGMA integrity_check"));
    }

    /// <summary>A tmpfs of its own. Mounting needs root; without it the test says so instead of passing.</summary>
    private sealed partial class SmallDisk : IDisposable
    {
        private readonly TempFolder _folder = new();

        public SmallDisk(int bytes)
        {
            if (Mount("tmpfs", _folder.Path, "tmpfs", 0, $"size={bytes}") != 0)
                Assert.Skip($"Mounting a small disk needs root (errno {Marshal.GetLastPInvokeError()}); SqliteWriterTests shows the same "
                    + "with SQLite's own limit.");
        }

        public string Path => _folder.Path;

        public void Dispose()
        {
            if (Unmount(_folder.Path, 2) != 0)
                throw new IOException($"umount {_folder.Path}: errno {Marshal.GetLastPInvokeError()}");
            _folder.Dispose();
        }

        [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        private static partial int Mount(string source, string target, string type, nuint flags, string data);

        [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        private static partial int Unmount(string target, int flags);
    }
}
