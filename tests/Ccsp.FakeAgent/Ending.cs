using System.Runtime.InteropServices;

namespace Ccsp.FakeAgent;

/// <summary>Species that are remarkable for how they end, or do not.</summary>
internal static class Ending
{
    public static int Exit(Scenario scenario) => (int)scenario.Number("code", 3);

    public static int DieBySignal(Scenario scenario)
    {
        // By the default action: the runtime's own handlers would turn TERM into an exit code.
        var signal = (int)scenario.Number("number", 9);
        _ = Native.Signal(signal, 0);
        _ = Native.Kill(Environment.ProcessId, signal);
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }

    /// <summary>Ignores INT, TERM and HUP.</summary>
    public static int Deaf(Scenario scenario)
    {
        foreach (var signal in (int[])[1, 2, 15]) _ = Native.Signal(signal, 1);
        return Say("deaf\n"u8, () => Thread.Sleep((int)scenario.Number("ms", 60_000)));
    }

    /// <summary>Saves on INT and ends with "code"; ends with 143 on TERM, as Claude does.</summary>
    public static int Polite(Scenario scenario)
    {
        using var asked = new ManualResetEventSlim();
        var code = 0;
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => End(context, (int)scenario.Number("code", 0)));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => End(context, 143));
        return Say("ready\n"u8, () => asked.Wait((int)scenario.Number("ms", 60_000))) + Say("saved\n"u8, () => { }) + code;

        void End(PosixSignalContext context, int exit)
        {
            context.Cancel = true;
            code = exit;
            asked.Set();
        }
    }

    private static int Say(ReadOnlySpan<byte> text, Action then)
    {
        using (var stdout = Console.OpenStandardOutput()) stdout.Write(text);
        then();
        return 0;
    }
}
