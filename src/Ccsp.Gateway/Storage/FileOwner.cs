using System.Runtime.InteropServices;

namespace Ccsp.Gateway.Storage;

/// <summary>Owners of files.</summary>
internal static partial class FileOwner
{
    /// <summary>The user id of this process.</summary>
    public static uint Own => EffectiveUser();

    /// <returns>Null when unavailable.</returns>
    public static uint? Of(string path) => FileFacts.Of(path, out _)?.Owner;

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();
}
