using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Ccsp.Gateway.Storage;

/// <summary>Whose a file is.</summary>
internal static partial class FileOwner
{
    private const int AT_FDCWD = -100;
    private const uint STATX_UID = 0x8;
    private const int UidOffset = 20;

    /// <summary>Of this process.</summary>
    public static uint Own => EffectiveUser();

    /// <returns>Null where the system does not tell.</returns>
    public static uint? Of(string path)
    {
        // statx(2), because its layout is the same on every processor.
        Span<byte> facts = stackalloc byte[256];
        return Statx(AT_FDCWD, path, 0, STATX_UID, facts) == 0 ? BinaryPrimitives.ReadUInt32LittleEndian(facts[UidOffset..]) : null;
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, Span<byte> answer);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();
}
