using System.Runtime.InteropServices;

namespace Ccsp.Cli.Terminal;

/// <summary>
/// Whether this process was started with a standard descriptor. Otherwise the runtime has used its number for an internal pipe, which must
/// not be read or written.
/// </summary>
internal static partial class StandardDescriptors
{
    private const int F_GETFD = 1;
    private const int FD_CLOEXEC = 1;

    /// <summary>Descriptors the runtime opens are close-on-exec; inherited ones are not.</summary>
    public static bool IsOpen(int descriptor) =>
        FileControl(descriptor, F_GETFD) is >= 0 and var flags && (flags & FD_CLOEXEC) == 0;

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int FileControl(int descriptor, int command);
}
