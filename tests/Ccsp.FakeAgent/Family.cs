using System.Diagnostics;

namespace Ccsp.FakeAgent;

/// <summary>
/// Species that are remarkable for the processes they leave behind. With "stay" they live on themselves for that many milliseconds.
/// </summary>
internal static class Family
{
    /// <summary>The child is reparented to init and leads its own session.</summary>
    public static int DoubleFork(Scenario scenario) => Leave(scenario, "setsid sleep 300 >/dev/null 2>&1 </dev/null & exit 0");

    public static int KeepsStdoutOpen(Scenario scenario) => Leave(scenario, "sleep 300 & exit 0");

    public static int WritesAfterExit(Scenario scenario) => Leave(scenario, "(while :; do echo heir; sleep 0.02; done) & exit 0");

    public static int Nohup(Scenario scenario) => Leave(scenario, "nohup sleep 300 >/dev/null 2>&1 & exit 0");

    public static int ForkMany(Scenario scenario) =>
        Leave(scenario, $"i=0; while [ $i -lt {scenario.Number("count", 200)} ]; do sleep 300 & i=$((i+1)); done; exit 0");

    /// <summary>In a process group of its own, so that signals to ours miss it.</summary>
    public static int ChangeGroup(Scenario scenario)
    {
        _ = Native.SetGroup(0, 0);
        return Leave(scenario, "trap '' INT TERM HUP; sleep 300 & exit 0");
    }

    /// <summary>The children have neither our marker nor our session; only their parent ties them to the run.</summary>
    public static int ClearsEnvironment(Scenario scenario) =>
        Leave(
            scenario, "env -i setsid sleep 300 >/dev/null 2>&1 </dev/null & exec env -i setsid sleep 300 >/dev/null 2>&1 </dev/null",
            wait: false);

    /// <summary>A family in which each dying member is replaced by two, as far as it gets.</summary>
    public static int Respawning(Scenario scenario) =>
        Leave(scenario, "f() { trap '' INT TERM HUP; while :; do sleep 0.05; (sleep 0.1) & done; }; f & f & f & exit 0");

    public static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments))!;
        process.WaitForExit();
        return process.ExitCode;
    }

    private static int Leave(Scenario scenario, string script, bool wait = true)
    {
        using (var stdout = Console.OpenStandardOutput()) stdout.Write("family\n"u8);
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", script]))!;
        if (wait) process.WaitForExit();
        Thread.Sleep((int)scenario.Number("stay", 0));
        return 0;
    }
}
