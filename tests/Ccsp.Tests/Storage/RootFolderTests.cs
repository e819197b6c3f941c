using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Storage;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Storage;

public sealed class RootFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folders_below_it_are_made_with_those_between_for_their_owner_only()
    {
        var root = new RootFolder(Directory.CreateDirectory(_folder["data"]).FullName);
        root.Create(_folder["data/runs/one/1"]);
        root.Create(_folder["data/runs/one/1"]);
        foreach (var made in (string[])["data/runs", "data/runs/one", "data/runs/one/1"])
            Assert.Equal(PrivateFile.FolderMode, File.GetUnixFileMode(_folder[made]));
    }

    [Fact]
    public void Once_it_is_gone_neither_it_nor_anything_below_is_made_again()
    {
        var root = new RootFolder(_folder["data"]);
        Directory.CreateDirectory(_folder["data/runs"]);
        Directory.Move(_folder["data"], _folder["away"]);
        foreach (var lost in (string[])["data", "data/runs", "data/runs/one/1"])
            Assert.Contains("not there any more", Assert.Throws<DirectoryNotFoundException>(() => root.Create(_folder[lost])).Message,
                StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["data"]));
    }

    [Fact]
    public void A_file_in_the_way_is_told()
    {
        File.WriteAllText(_folder["runs"], "a file");
        Assert.Contains(_folder["runs"], Assert.Throws<IOException>(() => new RootFolder(_folder.Path).Create(_folder["runs"])).Message,
            StringComparison.Ordinal);
        Assert.Contains("cannot be made",
            Assert.Throws<IOException>(() => new RootFolder(_folder.Path).Create(_folder["runs/one"])).Message, StringComparison.Ordinal);
    }

    /// <summary>What starts programs and keeps files of theirs: a moved folder stays away, and the start is refused.</summary>
    [Fact(Timeout = 60_000)]
    public async Task A_start_does_not_make_a_data_folder_again_that_was_moved_away()
    {
        var data = Directory.CreateDirectory(_folder["data"]).FullName;
        using var supervisors = Supervisors.Create(new SupervisorsOptions { DataDirectory = data }, TimeProvider.System);
        Directory.Move(data, _folder["away"]);
        var command = new SupervisedCommand
        {
            Directory = Path.Combine(data, "runs", "one", "1"),
            FileName = "/bin/true",
            Arguments = [],
            Environment = new Dictionary<string, string>(),
            WorkingDirectory = _folder.Path,
            Deadline = TimeSpan.FromMinutes(1),
            Marker = "one",
        };
        await Assert.ThrowsAsync<DirectoryNotFoundException>(() => supervisors.StartAsync(command, TestContext.Current.CancellationToken));
        Assert.False(Directory.Exists(data));
    }
}
