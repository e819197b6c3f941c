using System.Globalization;

namespace Ccsp.Gateway.Processes;

/// <summary>
/// Files the gateway was itself started with, beyond the standard three: a launcher's pipe or lock. The class library opens everything
/// close-on-exec, but does not close what it inherits, and a run would hold it for hours.
/// </summary>
internal static class InheritedFiles
{
    public static void Seal()
    {
        foreach (var file in Directory.EnumerateFiles("/proc/self/fd").ToList())
            if (int.Parse(Path.GetFileName(file), CultureInfo.InvariantCulture) is > 2 and var descriptor)
                // EBADF for the one this enumeration used.
                _ = NativeMethods.SetDescriptorFlags(descriptor, NativeMethods.F_SETFD, NativeMethods.FD_CLOEXEC);
    }
}
