using System.Text;
using System.Text.Json;
using Ccsp.Gateway.Processes;
using Xunit;

namespace Ccsp.Tests.Processes;

/// <summary>A temporary data folder with supervisors of its own, and the fake agent as the CLI. Leaves no process and no file.</summary>
internal sealed class SupervisorFixture : IAsyncDisposable
{
    public static readonly StopLadder Brisk = new(TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(300));

    private readonly List<SupervisedRun> _runs = [];
    private readonly List<string> _markers = [];

    public SupervisorFixture(bool forceScan = false)
    {
        Root = Directory.CreateTempSubdirectory("ccsp-runs-").FullName;
        Workspace = Directory.CreateDirectory(Path.Combine(Root, "workspace")).FullName;
        ForceScan = forceScan;
        Supervisors = NewSupervisors();
    }

    public static string FakeAgent { get; } = FindFakeAgent();

    public string Root { get; }

    public string Workspace { get; }

    public bool ForceScan { get; }

    public Supervisors Supervisors { get; private set; }

    public Supervisors NewSupervisors() =>
        Supervisors.Create(new SupervisorsOptions { DataDirectory = Path.Combine(Root, "data"), ForceScan = ForceScan },
        TimeProvider.System);

    /// <summary>What a restart of the gateway does to those who look at runs: all objects gone, all processes still there.</summary>
    public void Restart()
    {
        foreach (var run in _runs) run.Dispose();
        _runs.Clear();
        Supervisors.Dispose();
        Supervisors = NewSupervisors();
    }

    /// <param name="scenario">JSON for the fake agent, given as its prompt.</param>
    public SupervisedCommand Command(string scenario, params string[] arguments) => Describe(Root, Workspace, scenario, arguments);

    public static SupervisedCommand Describe(string root, string workspace, string scenario, params string[] arguments)
    {
        var marker = $"test-{Guid.NewGuid():N}";
        return new SupervisedCommand
        {
            Directory = Path.Combine(root, "data", "runs", marker),
            FileName = FakeAgent,
            Arguments = arguments,
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["HOME"] = root, ["DOTNET_ROOT"] = DotnetRoot,
                ["DOTNET_gcServer"] = "0" },
            WorkingDirectory = workspace,
            Stdin = Encoding.UTF8.GetBytes(scenario),
            Deadline = TimeSpan.FromMinutes(2),
            Marker = marker,
        };
    }

    public async Task<SupervisedRun> StartAsync(SupervisedCommand command)
    {
        var run = await StartAtGateAsync(command);
        run.Release();
        return run;
    }

    public async Task<SupervisedRun> StartAtGateAsync(SupervisedCommand command)
    {
        _markers.Add(command.Marker);
        var outcome = await Supervisors.StartAsync(command, TestContext.Current.CancellationToken);
        return Own(Assert.IsType<StartOutcome.Started>(outcome).Run);
    }

    public SupervisedRun Own(SupervisedRun run)
    {
        _runs.Add(run);
        return run;
    }

    /// <summary>Living processes that carry the marker in their environment; looked up apart from the code under test.</summary>
    public static IReadOnlyList<int> Alive(string marker)
    {
        var alive = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var pid)) continue;
            try
            {
                if (File.ReadAllText($"{folder}/environ").Contains($"CCSP_TOKEN={marker}", StringComparison.Ordinal)) alive.Add(pid);
            }
            catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
            {
                // Ended between the listing and the reading.
            }
        }
        return alive;
    }

    /// <summary>Supervisors started from a data folder, whether they have a run or not; they do not carry its marker.</summary>
    public static IReadOnlyList<int> Supervising(string root) =>
        [.. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var pid) ? pid : 0)
            .Where(pid => pid > 0
            && ProcFile.ReadText($"/proc/{pid}/cmdline")?.Contains($"\0{root}/data/supervisor.sh\0", StringComparison.Ordinal) == true)];

    /// <summary>The only one; while a process becomes another program its command line is empty.</summary>
    public async Task<int> SupervisorAsync()
    {
        IReadOnlyList<int> found = [];
        await EventuallyAsync(() => (found = Supervising(Root)).Count == 1, "there is one supervisor");
        return found[0];
    }

    public Task NoSupervisorAsync() => EventuallyAsync(() => Supervising(Root).Count == 0, "all supervisors have ended");

    public static Task NoneAliveAsync(string marker) =>
        EventuallyAsync(() => Alive(marker).Count == 0, "all processes of the run have ended");

    public static async Task<byte[]> ReadToEndAsync(SupervisedRun run, SpoolStream stream = SpoolStream.Stdout, long offset = 0)
    {
        using var reader = run.Follow(stream, offset);
        using var all = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await reader.ReadAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var length) all.Write(buffer, 0, length);
        return all.ToArray();
    }

    public static async Task<string> ReadTextAsync(SupervisedRun run, SpoolStream stream = SpoolStream.Stdout) =>
        Encoding.UTF8.GetString(await ReadToEndAsync(run, stream));

    /// <summary>Waits until the CLI has written its first byte.</summary>
    public static async Task FirstByteAsync(SupervisedRun run)
    {
        using var reader = run.Follow(SpoolStream.Stdout);
        Assert.Equal(1, await reader.ReadAsync(new byte[1], TestContext.Current.CancellationToken));
    }

    /// <summary>For what no event announces, across processes.</summary>
    public static async Task EventuallyAsync(Func<bool> condition, string what)
    {
        for (var tries = 0; !condition(); tries++)
        {
            Assert.True(tries < 6000, $"not within a minute: {what}");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    public static string NumberedLines(int count) => string.Concat(Enumerable.Range(0, count).Select(number => $"line {number:D8}\n"));

    public static string Scenario(string scenario, params (string Name, object Value)[] options) =>
        JsonSerializer.Serialize(
            options.Append(("species", (object)scenario)).ToDictionary(option => option.Item1, option => option.Item2));

    public async ValueTask DisposeAsync()
    {
        foreach (var run in _runs) run.Dispose();
        Supervisors.Dispose();
        foreach (var marker in _markers)
            foreach (var pid in Alive(marker)) _ = NativeMethods.Kill(pid, NativeMethods.SIGKILL);
        await EventuallyAsync(() => _markers.All(marker => Alive(marker).Count == 0), "all processes of the test have ended");
        await NoSupervisorAsync();
        if (Supervisors.Containment is Containment.Cgroup cgroup)
            foreach (var marker in _markers) CgroupFolder.Remove(Path.Combine(cgroup.Parent, $"ccsp-{marker}"));
        Directory.Delete(Root, recursive: true);
    }

    /// <summary>The runtime folder above shared/Microsoft.NETCore.App/VERSION.</summary>
    private static string DotnetRoot =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));

    private static string FindFakeAgent()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var path = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Ccsp.FakeAgent", configuration, "Ccsp.FakeAgent"));
        return File.Exists(path) ? path
            : throw new FileNotFoundException("The fake agent is built together with the tests; build again.", path);
    }
}
