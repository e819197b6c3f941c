using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ccsp.Tests.Support;

/// <summary>A terminal that is closed ends the tests as Ctrl-C does, so that what they started ends with them.</summary>
internal static partial class ClosedTerminal
{
    private const int Interrupt = 2;

    private static PosixSignalRegistration? _registration;

    [ModuleInitializer]
    internal static void Register() => _registration ??= PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
    {
        context.Cancel = true;
        _ = Kill(Environment.ProcessId, Interrupt);
    });

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
