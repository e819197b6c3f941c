using System.Runtime.InteropServices;

namespace Ccsp.Gateway.Storage;

/// <summary>Whether a file system can hold another file: "no space left" is also what it answers without inodes.</summary>
internal static partial class Inodes
{
    /// <summary>False where the file system makes inodes as it needs them, and says there are none in all.</summary>
    public static bool AreUsedUp(string path)
    {
        // Five words of eight bytes lie before the counts: two block sizes and three counts of blocks, alike on every 64-bit system.
        Span<ulong> facts = stackalloc ulong[32];
        return FileSystem(path, facts) == 0 && facts[All] > 0 && facts[Available] == 0;
    }

    private const int All = 5, Available = 7;

    [LibraryImport("libc", EntryPoint = "statvfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int FileSystem(string path, Span<ulong> facts);
}
