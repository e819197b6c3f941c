using System.Globalization;

namespace Ccsp.Gateway.Processes;

/// <summary>
/// Files inherited from the gateway's parent besides the standard three, such as a launcher's pipe or lock. The class library opens
/// everything close-on-exec but does not close inherited files, and a run would hold them for hours.
/// </summary>
internal static class InheritedFiles
{
    public static void Seal()
    {
        foreach (var file in Directory.EnumerateFiles("/proc/self/fd").ToList())
            if (int.Parse(Path.GetFileName(file), CultureInfo.InvariantCulture) is > 2 and var descriptor)
                // EBADF for the descriptor of this enumeration.
                _ = NativeMethods.SetDescriptorFlags(descriptor, NativeMethods.F_SETFD, NativeMethods.FD_CLOEXEC);
    }
}
