using Ccsp.Contracts;
using Ccsp.Gateway.EmergencyStop;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;
using Ccsp.Gateway.Queue.Sqlite;
using Ccsp.Gateway.Storage;
using Ccsp.Tests.EmergencyStop;
using Ccsp.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Execution;

/// <summary>How one instance executes runs, with a real store and real processes, on a clock that the test moves. Nothing runs by itself:
/// no dispatcher, no heartbeat, no listener.</summary>
internal sealed class ExecutionBench : IDisposable
{
    private readonly TempFolder _data = new();
    private readonly Action<string>? _reached;
    private readonly RunFolders _folders;
    private Supervisors _supervisors;

    public ExecutionBench(ExecutionOptions? options = null, Action<string>? reached = null)
    {
        (Options, _reached, _folders) = (options ?? new ExecutionOptions(), reached, new RunFolders(_data.Path));
        Store = SqliteTaskStore.Open(_data["ccsp.db"], new QueueOptions(), Hub, NullLogger.Instance);
        _supervisors = NewSupervisors();
    }

    public static EngineCatalog Engines { get; } = new(new Dictionary<string, EngineOptions>
    {
        ["lines"] = new() { Kind = EngineKinds.Command, Command = ["/bin/sh"], Output = OutputFormat.StreamJson },
        ["sh"] = new() { Kind = EngineKinds.Command, Command = ["/bin/sh"], Output = OutputFormat.Text },
        ["true"] = new() { Kind = EngineKinds.Command, Command = ["/bin/true"], Output = OutputFormat.Text },
    });

    public TestClock Clock { get; } = new(SampleTasks.Noon);

    public StoreSetback Setback { get; } = new(TimeProvider.System);

    public EventHub Hub { get; } = new();

    public SqliteTaskStore Store { get; }

    public ExecutionOptions Options { get; }

    public ActiveRuns Runs { get; private set; } = new();

    /// <summary>Cancelled when the gateway goes away.</summary>
    public CancellationTokenSource Leave { get; private set; } = CancellationTokenSource.CreateLinkedTokenSource(Stop);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A path inside the data folder.</summary>
    public string this[string name] => _data[name];

    public async Task SubmitAsync(int number, TaskSubmission spec) => await Store.SubmitAsync(
        new SubmitBatch([Submissions.Submit(TestIds.Of(number), spec)], Atomic: true, Clock.GetUtcNow()), Stop);

    public async Task<IReadOnlyList<ClaimedTask>> ClaimAsync() =>
        await Store.ClaimAsync(new ClaimRequest("one", 4, 0, 4, 4, Clock.GetUtcNow()), Stop);

    /// <summary>Begins the run of the only task there is to claim.</summary>
    /// <returns>Ends with the flow of the run.</returns>
    public async Task<Task> BeginAsync()
    {
        var claimed = Assert.Single(await ClaimAsync());
        var (executor, leave) = (Executor(NullLogger<RunExecutor>.Instance), Leave.Token);
        Assert.True(Runs.TryBegin(claimed, active => executor.ExecuteAsync(claimed, active, leave)));
        return Runs.Find(claimed.Task.Id)!.Completion;
    }

    public async Task<TaskRecord> RecordAsync(int number) => (await Store.GetAsync(TestIds.Of(number), Stop))!;

    public string OutputOf(int number, int run = 1) => File.ReadAllText(_folders.Stdout(TestIds.Of(number), run));

    public Task WroteAsync(int number, string text) => Processes.SupervisorFixture.EventuallyAsync(
        () => File.Exists(_folders.Stdout(TestIds.Of(number), 1)) && OutputOf(number) == text, $"the run has written {text}");

    /// <summary>Another gateway on the same data folder: of the one before only processes and records are left.</summary>
    public async Task RestartAsync()
    {
        await Leave.CancelAsync();
        await Runs.WhenAllDone();
        Leave.Dispose();
        _supervisors.Dispose();
        (Leave, Runs, _supervisors) = (CancellationTokenSource.CreateLinkedTokenSource(Stop), new ActiveRuns(), NewSupervisors());
    }

    public RunExecutor Executor(ILogger<RunExecutor> log)
    {
        var profiles = new Dictionary<string, Profile> { ["default"] = new("default", new Dictionary<string, string>()) };
        var starter = new RunStarter(Engines, profiles, _folders, _supervisors, new TaskFiles([], _data.Path, []), Options.Timeouts,
            new SharedLease(null), Clock);
        return new RunExecutor(Store, starter, Flow(), new StartRefusals(Store, Engines, new StartBackoff(), new RandomSource(), Clock),
            new StoreReturn(new SharedLease(null), Options.Heartbeat, Clock, NullLogger<StoreReturn>.Instance), Site(), log);
    }

    public Adoption Adoption()
    {
        var live = new LiveRuns(_folders, _supervisors.AdoptAsync, TimeSpan.Zero);
        var check = new LeaseCheck(Store, Runs, live, Site().Instance, Setback, Clock, NullLogger<LeaseCheck>.Instance);
        var emergency = new EmergencyStopService(Store, new StopFile(_data.Path), new UnwrittenStopFile(_data.Path), NoRuns.Here, Clock,
            NullLogger<EmergencyStopService>.Instance);
        return new Adoption(Store, _supervisors, _folders, Flow(), check, emergency, Site(), NullLogger<Adoption>.Instance);
    }

    public void Dispose()
    {
        Leave.Dispose();
        _supervisors.Dispose();
        Store.Dispose();
        _data.Dispose();
    }

    private RunFlow Flow()
    {
        var ending = new RunEnding(new UnknownWordings(_data["unknown-endings.json"], Clock), _folders, Site().Instance, Clock,
            NullLogger<RunEnding>.Instance);
        return new RunFlow(Store, Engines, new RunVerdict(Engines, new RandomSource(), Options, Clock), Options, ending, Clock,
            NullLogger<RunFlow>.Instance);
    }

    private ExecutionSite Site() => new(new Instance("one", "host", 1), Runs, Clock, _ => { });

    private Supervisors NewSupervisors() => Supervisors.Create(
        new SupervisorsOptions { DataDirectory = _data.Path, ForceScan = true, Reached = _reached }, TimeProvider.System);
}
