using System.Runtime.InteropServices;

namespace Ccsp.FakeAgent;

internal static partial class Native
{
    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Kill(int pid, int signal);

    /// <summary>0 is the default action, 1 ignores.</summary>
    [LibraryImport("libc", EntryPoint = "signal")]
    public static partial nint Signal(int signal, nint action);

    [LibraryImport("libc", EntryPoint = "setpgid")]
    public static partial int SetGroup(int pid, int group);
}
