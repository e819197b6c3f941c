using System.Runtime.InteropServices;

namespace Ccsp.Cli.Terminal;

/// <summary>What poll(2) is asked of one descriptor.</summary>
[StructLayout(LayoutKind.Sequential)]
internal partial struct PollRequest
{
    public int Descriptor;
    public short Events;
    public short Returned;

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(ref PollRequest request, nuint count, int milliseconds);
}
