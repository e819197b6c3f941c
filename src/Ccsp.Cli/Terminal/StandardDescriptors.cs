using System.Runtime.InteropServices;

namespace Ccsp.Cli.Terminal;

/// <summary>
/// Whether this process was started with a standard descriptor. Where it was not, the runtime has taken the number for a pipe of its own,
/// which nobody writes to and which must not be written to.
/// </summary>
internal static partial class StandardDescriptors
{
    private const int F_GETFD = 1;
    private const int FD_CLOEXEC = 1;

    /// <summary>What is inherited cannot be marked close-on-exec; what the runtime opens is.</summary>
    public static bool IsOpen(int descriptor) =>
        FileControl(descriptor, F_GETFD) is >= 0 and var flags && (flags & FD_CLOEXEC) == 0;

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int FileControl(int descriptor, int command);
}
