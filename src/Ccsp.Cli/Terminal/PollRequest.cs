using System.Runtime.InteropServices;

namespace Ccsp.Cli.Terminal;

/// <summary>The struct pollfd of poll(2).</summary>
[StructLayout(LayoutKind.Sequential)]
internal partial struct PollRequest
{
    public int Descriptor;
    public short Events;
    public short Returned;

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(ref PollRequest request, nuint count, int milliseconds);
}
