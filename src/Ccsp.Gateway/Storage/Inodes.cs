using System.Runtime.InteropServices;

namespace Ccsp.Gateway.Storage;

/// <summary>Whether a file system can hold another file: without inodes it also reports "no space left".</summary>
internal static partial class Inodes
{
    /// <summary>False for file systems that create inodes on demand and report a total of zero.</summary>
    public static bool AreUsedUp(string path)
    {
        // Five 8-byte fields precede the counts: two block sizes and three block counts, the same on every 64-bit system.
        Span<ulong> facts = stackalloc ulong[32];
        return FileSystem(path, facts) == 0 && facts[All] > 0 && facts[Available] == 0;
    }

    private const int All = 5, Available = 7;

    [LibraryImport("libc", EntryPoint = "statvfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int FileSystem(string path, Span<ulong> facts);
}
