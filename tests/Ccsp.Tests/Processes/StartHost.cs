using System.Runtime.CompilerServices;
using Ccsp.Gateway.Processes;

namespace Ccsp.Tests.Processes;

/// <summary>A second process of this test program that tries one start under whatever faults were injected into it. Its exit code is the
/// outcome.</summary>
internal static class StartHost
{
    public const string Folder = "CCSP_TEST_START_HOST";

    internal enum Exit
    {
        Started = 40,
        NoResources,
        DiskFull,
        Other,
    }

    /// <summary>All threads, those that are to do the work included.</summary>
    public static bool IsTraced(int pid) =>
        Directory.EnumerateDirectories($"/proc/{pid}/task")
            .All(task => !File.ReadAllText($"{task}/status").Contains("TracerPid:\t0\n", StringComparison.Ordinal));

    [ModuleInitializer]
    internal static void Play()
    {
        if (Environment.GetEnvironmentVariable(Folder) is not { Length: > 0 } root) return;
        var supervisors = Supervisors.Create(new SupervisorsOptions { DataDirectory = Path.Combine(root, "data"), ForceScan = true },
            TimeProvider.System);
        var command = SupervisorFixture.Describe(root, Path.Combine(root, "workspace"), SupervisorFixture.Scenario("exit"));
        // Once before the faults, so that no lazily loaded code meets them.
        Start(supervisors, command with { FileName = "/nowhere" });
        var warm = Start(supervisors,
            SupervisorFixture.Describe(root, Path.Combine(root, "workspace"), SupervisorFixture.Scenario("exit")));
        ((StartOutcome.Started)warm).Run.Dispose();
        Console.WriteLine("prepared");
        Console.ReadLine();
        Environment.Exit((int)(Start(supervisors, command) switch
        {
            StartOutcome.Started => Exit.Started,
            StartOutcome.NoResources => Exit.NoResources,
            StartOutcome.DiskFull => Exit.DiskFull,
            _ => Exit.Other,
        }));
    }

    private static StartOutcome Start(Supervisors supervisors, SupervisedCommand command) =>
        supervisors.StartAsync(command, CancellationToken.None).GetAwaiter().GetResult();
}
