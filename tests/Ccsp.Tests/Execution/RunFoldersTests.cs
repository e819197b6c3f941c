using Ccsp.Gateway.Execution;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Execution;

public sealed class RunFoldersTests : IDisposable
{
    private readonly TempFolder _data = new();
    private readonly RunFolders _folders;

    public RunFoldersTests() => _folders = new RunFolders(_data.Path);

    public void Dispose() => _data.Dispose();

    [Fact(Timeout = 30_000)]
    public Task A_folder_that_was_tidied_away_can_be_made_again_for_who_goes_on_there() => Task.Run(() =>
    {
        var work = _folders.WorkOfTask("a");
        _folders.Data.Create(work);
        _folders.Tidy("a", 1);
        Assert.False(Directory.Exists(work));
        Assert.True(_folders.IsWork(work));
        _folders.Data.Create(work);
        Assert.True(Directory.Exists(work));
        foreach (var made in (string[])[_folders.Root, _folders.OfTask("a"), work])
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(made));
    }, TestContext.Current.CancellationToken);

    [Theory(Timeout = 30_000)]
    [InlineData("runs/a/work", true)]
    [InlineData("runs/a/1", false)]
    [InlineData("runs/a/work/deeper", false)]
    [InlineData("runs/work", false)]
    [InlineData("work", false)]
    [InlineData("other/a/work", false)]
    public Task Only_the_folder_a_task_had_for_itself_is_one(string path, bool expected) => Task.Run(
        () => Assert.Equal(expected, _folders.IsWork(Path.Combine(_data.Path, path))), TestContext.Current.CancellationToken);
}
