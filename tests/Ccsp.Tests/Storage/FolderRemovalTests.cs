using System.Runtime.InteropServices;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Storage;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Storage;

public sealed partial class FolderRemovalTests : IDisposable
{
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.UserExecute;

    private readonly TempFolder _folder = new();

    public FolderRemovalTests() =>
        File.SetUnixFileMode(_folder.Path,
        PrivateFile.FolderMode | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute);

    private string Work => _folder["work"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Directories_their_owner_made_read_only_or_closed_are_removed_with_what_is_in_them() => AsOrdinaryUser(() =>
    {
        foreach (var (name, mode) in new[] { ("read-only", ReadOnly), ("closed", UnixFileMode.None), ("blind", UnixFileMode.UserWrite) })
        {
            var inner = Directory.CreateDirectory(Path.Combine(Work, name, "inner")).FullName;
            File.WriteAllText(Path.Combine(inner, "file"), "x");
            File.SetUnixFileMode(inner, mode);
            File.SetUnixFileMode(Path.Combine(Work, name), mode);
        }

        File.SetUnixFileMode(Work, ReadOnly);
        FolderRemoval.Remove(Work);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    });

    [Fact]
    public void Links_are_removed_and_what_they_lead_to_keeps_its_content_and_mode() => AsOrdinaryUser(() =>
    {
        var outside = Directory.CreateDirectory(_folder["outside"]).FullName;
        File.WriteAllText(Path.Combine(outside, "file"), "x");
        File.SetUnixFileMode(outside, ReadOnly);
        Directory.CreateDirectory(Path.Combine(Work, "inner"));
        Directory.CreateSymbolicLink(Path.Combine(Work, "inner", "link"), outside);
        Directory.CreateSymbolicLink(Path.Combine(Work, "link"), outside);
        Directory.CreateSymbolicLink(_folder["instead"], outside);
        FolderRemoval.Remove(Work);
        FolderRemoval.Remove(_folder["instead"]);
        FolderRemoval.Unlock(_folder["instead"]);
        Assert.Equal([outside], Directory.GetFileSystemEntries(_folder.Path));
        Assert.Equal(ReadOnly, File.GetUnixFileMode(outside));
        Assert.Equal("x", File.ReadAllText(Path.Combine(outside, "file")));
        File.SetUnixFileMode(outside, PrivateFile.FolderMode);
    });

    /// <summary>Somebody exchanges a directory for a link again and again while it is removed.</summary>
    [Fact(Timeout = 60_000)]
    public async Task A_directory_that_becomes_a_link_meanwhile_leads_nowhere_else()
    {
        var outside = Directory.CreateDirectory(_folder["outside"]).FullName;
        File.WriteAllText(Path.Combine(outside, "file"), "x");
        File.SetUnixFileMode(outside, ReadOnly);
        using var enough = new CancellationTokenSource();
        var exchanging = Task.Run(() => Exchange(Path.Combine(Work, "turn"), outside, enough.Token), TestContext.Current.CancellationToken);
        for (var i = 0; i < 300; i++)
        {
            try
            {
                FolderRemoval.Remove(Work);
            }
            catch (IOException)
            {
                // Something came back meanwhile; what counts is what lies outside.
            }
        }

        await enough.CancelAsync();
        await exchanging;
        FolderRemoval.Remove(Work);
        Assert.Equal("x", File.ReadAllText(Path.Combine(outside, "file")));
        Assert.Equal(ReadOnly, File.GetUnixFileMode(outside));
        Assert.False(Directory.Exists(Work));
    }

    [Fact]
    public void Names_that_are_no_text_and_trees_deeper_than_a_path_may_be_are_removed()
    {
        Directory.CreateDirectory(Work);
        Assert.Equal(0, ChildProcess.Run("/bin/sh", ["-c", """
            cd "$1" && touch "$(printf 'caf\351')" && mkdir "$(printf 'r\351p')" && touch "$(printf 'r\351p/x')" || exit 1
            mkdir deep || exit 2; i=0
            while [ $i -lt 300 ]; do mkdir next && touch next/file && mv deep next/a-directory-with-a-name &&
            mv next deep || exit 3; i=$((i+1)); done
            """, "sh", Work]));
        FolderRemoval.Remove(Work);
        Assert.False(Directory.Exists(Work));
    }

    [Fact]
    public void What_cannot_be_removed_is_told_and_keeps_nothing_else()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "mounting takes root");
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(Work, "other")).FullName, "file"), "x");
        using (new TempDisk(Path.Combine(Work, "disk"), "1m"))
        {
            Assert.Contains("could not be removed", Assert.Throws<IOException>(() => FolderRemoval.Remove(Work)).Message,
                StringComparison.Ordinal);
            Assert.Equal([Path.Combine(Work, "disk")], Directory.GetFileSystemEntries(Work));
        }
    }

    [Fact]
    public void Only_an_empty_folder_is_removed_as_such()
    {
        FolderRemoval.RemoveIfEmpty(Work);
        FolderRemoval.Remove(Work);
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Work).FullName, "file"), "x");
        FolderRemoval.RemoveIfEmpty(Work);
        Assert.True(File.Exists(Path.Combine(Work, "file")));
        File.Delete(Path.Combine(Work, "file"));
        File.SetUnixFileMode(Work, UnixFileMode.None);
        FolderRemoval.RemoveIfEmpty(Work);
        Assert.False(Directory.Exists(Work));
    }

    private static void Exchange(string path, string target, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                Directory.CreateDirectory(path);
                File.WriteAllText(Path.Combine(path, "file"), "mine");
                File.Delete(Path.Combine(path, "file"));
                Directory.Delete(path);
                Directory.CreateSymbolicLink(path, target);
                File.Delete(path);
            }
            catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
            {
                // It was removed under us, which is the point.
            }
        }
    }

    /// <summary>Root may do everything; a thread that reaches files as somebody else may not.</summary>
    private static void AsOrdinaryUser(Action act)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            act();
            return;
        }

        Exception? failure = null;
        var thread = new Thread(() =>
        {
            _ = SetFileUser(65534);
            failure = Record.Exception(act);
        });
        thread.Start();
        thread.Join();
        if (failure is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }

    [LibraryImport("libc", EntryPoint = "setfsuid")]
    private static partial int SetFileUser(uint user);
}
