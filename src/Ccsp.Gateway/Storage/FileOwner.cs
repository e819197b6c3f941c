using System.Runtime.InteropServices;

namespace Ccsp.Gateway.Storage;

/// <summary>Whose a file is.</summary>
internal static partial class FileOwner
{
    /// <summary>Of this process.</summary>
    public static uint Own => EffectiveUser();

    /// <returns>Null where the system does not tell.</returns>
    public static uint? Of(string path) => FileFacts.Of(path, out _)?.Owner;

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();
}
