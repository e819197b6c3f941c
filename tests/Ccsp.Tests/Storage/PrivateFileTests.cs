using System.Runtime.InteropServices;
using Ccsp.Gateway.Storage;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Storage;

/// <summary>Alone: all threads of a process have one umask.</summary>
[Collection(nameof(PrivateFileTests))]
[CollectionDefinition(nameof(PrivateFileTests), DisableParallelization = true)]
public sealed partial class PrivateFileTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FolderHolder _holder = new(4711, "host-a", "http://127.0.0.1:3001", SampleTasks.Noon);

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = 30_000)]
    [InlineData(0)]
    [InlineData(0x1FF)]
    public async Task A_fresh_data_folder_is_its_owners_whatever_the_umask(int umask)
    {
        await Task.Yield();
        var data = _folder["data"];
        var before = UMask(umask);
        try
        {
            using var held = DataFolderLock.Take(data, _holder);
            InstanceId.ReadOrCreate(data);
            DurableFile.Replace(Path.Combine(data, "key"), "x"u8);
            using var database = SqliteDatabase.Open(Path.Combine(data, "ccsp.db"));
            Assert.Equal(PrivateFile.FolderMode, File.GetUnixFileMode(data));
            Assert.All(Directory.EnumerateFiles(data), file => Assert.Equal(PrivateFile.FileMode, File.GetUnixFileMode(file)));
            Assert.True(Directory.GetFiles(data).Length >= 5);
        }
        finally
        {
            _ = UMask(before);
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task A_folder_that_is_there_keeps_its_mode()
    {
        await Task.Yield();
        const UnixFileMode group = PrivateFile.FolderMode | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
        File.SetUnixFileMode(_folder.Path, group);
        DataFolderLock.Take(_folder.Path, _holder).Dispose();
        Assert.Equal(group, File.GetUnixFileMode(_folder.Path));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("/proc/ccsp", "cannot be used: ")]
    [InlineData("/dev/null", "cannot be used: it is a file.")]
    public async Task A_folder_that_cannot_be_used_is_not_called_taken(string path, string message)
    {
        await Task.Yield();
        var error = Assert.Throws<DataFolderUnusable>(() => DataFolderLock.Take(path, _holder));
        Assert.StartsWith($"The data folder {path} {message}", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Name another with --data-dir, CCSP_DATA_DIR or dataDir.", error.Message, StringComparison.Ordinal);
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial int UMask(int mask);
}
