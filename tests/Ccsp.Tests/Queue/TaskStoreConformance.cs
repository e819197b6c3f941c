using Ccsp.Contracts;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Queue;

/// <summary>
/// What every store must do, told once and derived once per store. Each test moves its own clock; nothing here reads the time. One file
/// per subject; this one holds the words the tests are written in.
/// </summary>
public abstract partial class TaskStoreConformance
{
    private readonly TestIds _ids = new();
    private ITaskStore _store = null!;
    private DateTimeOffset _now = SampleTasks.Noon;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A fresh empty store; whoever derives closes it.</summary>
    private protected abstract Task<ITaskStore> CreateAsync(QueueOptions options);

    private async Task Open(QueueOptions? options = null) => _store = await CreateAsync(options ?? new QueueOptions());

    private void Pass(double seconds) => _now = _now.AddMilliseconds(Math.Round(seconds * 1000));

    private async Task<AgentTask> Add(TaskSubmission? spec = null) =>
        Assert.IsType<SubmitOutcome.Accepted>(await TryAdd(spec ?? Submissions.Simple())).Task;

    private async Task<SubmitOutcome> TryAdd(TaskSubmission spec, string? key = null, string? hash = null, string caller = "tester") =>
        Assert.Single(await _store.SubmitAsync(new SubmitBatch([Item(spec, key, hash, caller)], Atomic: false, _now), Stop));

    private Submit Item(TaskSubmission spec, string? key = null, string? hash = null, string caller = "tester") =>
        new(new NewTask(_ids.Next(), spec), caller, key, hash);

    private async Task<IReadOnlyList<SubmitOutcome>> AddAll(bool atomic, params Submit[] items) =>
        await _store.SubmitAsync(new SubmitBatch(items, atomic, _now), Stop);

    private ClaimRequest Request(string instance = "one", int slots = 100, int reserved = 0, int memory = 100, int limit = 100) =>
        new(instance, slots, reserved, memory, limit, _now);

    private async Task<IReadOnlyList<AgentTask>> Claim(ClaimRequest? request = null) =>
        [.. (await _store.ClaimAsync(request ?? Request(), Stop)).Select(claimed => claimed.Task)];

    /// <summary>Claims exactly one.</summary>
    private async Task<AgentTask> ClaimOne(string instance = "one") => Assert.Single(await Claim(Request(instance, limit: 1)));

    private async Task<LeaseOutcome> TryConfirm(AgentTask leased, string? conversation = "c-1") =>
        await _store.ConfirmAsync(new RunStarted(leased.Id, leased.Lease!.Token, 4711, 99, "boot", conversation, _now), Stop);

    private async Task<AgentTask> Confirm(AgentTask leased) => Assert.IsType<LeaseOutcome.Applied>(await TryConfirm(leased)).Task;

    /// <summary>Claims one and confirms its process.</summary>
    private async Task<AgentTask> Start(string instance = "one") => await Confirm(await ClaimOne(instance));

    private RunFinished Finished(AgentTask leased, EndingClass kind = EndingClass.Succeeded) => new()
    {
        TaskId = leased.Id,
        Token = leased.Lease!.Token,
        Ending = SampleTasks.Ending(kind),
        Usage = SampleTasks.Usage(),
        Result = kind == EndingClass.Succeeded ? "Done." : null,
        ConversationId = leased.ConversationId,
        Jitter = 0.5,
        Now = _now,
    };

    private async Task<LeaseOutcome> TryFinish(AgentTask leased, EndingClass kind = EndingClass.Succeeded) =>
        await _store.FinishAsync(Finished(leased, kind), Stop);

    private async Task<AgentTask> Finish(AgentTask leased, EndingClass kind = EndingClass.Succeeded) =>
        Assert.IsType<LeaseOutcome.Applied>(await TryFinish(leased, kind)).Task;

    private async Task<LeaseOutcome> TryGiveBack(AgentTask leased, GateHold? hold = null) =>
        await _store.GiveBackAsync(new StartFailed(leased.Id, leased.Lease!.Token, "Out of processes.", hold, _now), Stop);

    private async Task<AgentTask> GiveBack(AgentTask leased, GateHold? hold = null) =>
        Assert.IsType<LeaseOutcome.Applied>(await TryGiveBack(leased, hold)).Task;

    private async Task<ChangeOutcome> TryChange(TaskChange change) => await _store.ChangeAsync(change, Stop);

    private async Task<AgentTask> Change(TaskChange change) => Assert.IsType<ChangeOutcome.Applied>(await TryChange(change)).Task;

    private Task<AgentTask> Cancel(AgentTask task) => Change(new TaskChange.Cancel(task.Id, "anna", _now));

    private Task<AgentTask> RetryByHand(AgentTask task) => Change(new TaskChange.Retry(task.Id, "anna", _now));

    private async Task<Renewal> Beat(string instance = "one") =>
        await _store.RenewAsync(new Heartbeat(instance, "host", 1, "http://127.0.0.1:3001", _now, TimeSpan.FromSeconds(20)), Stop);

    private async Task<SweepReport> Sweep(int limit = 100, RetentionOptions? retention = null) =>
        await _store.SweepAsync(new SweepRequest(_now, 0.5, limit, retention ?? new RetentionOptions()), Stop);

    private async Task<GateState> Hold(string gate, DateTimeOffset? until = null) =>
        await _store.SetGateAsync(new GateChange.Close(gate, until, "Maintenance.", "anna", _now), Stop);

    private async Task<GateState> Release(string gate) => await _store.SetGateAsync(new GateChange.Open(gate, "anna", _now), Stop);

    private async Task<GateState> Limit(string gate, int? limit) =>
        await _store.SetGateAsync(new GateChange.Limit(gate, new GateLimits { Limit = limit }, "anna", _now), Stop);

    private async Task<TaskRecord> Read(string id) => Assert.IsType<TaskRecord>(await _store.GetAsync(id, Stop));

    private async Task<AgentTask> Now(AgentTask task) => (await Read(task.Id)).Task;

    private async Task<IReadOnlyList<StoredEvent>> EventsOf(AgentTask task) =>
        await _store.EventsAsync(new EventQuery(task.Id, 0, 1000), Stop);

    private async Task<IReadOnlyList<string>> EventTypesOf(AgentTask task) => [.. (await EventsOf(task)).Select(stored => stored.Type)];

    private async Task<IReadOnlyList<StoredEvent>> SystemEvents() =>
        [.. (await _store.EventsAsync(new EventQuery(null, 0, 1000), Stop)).Where(stored => stored.TaskId is null)];

    private async Task<Explanation> Explain(AgentTask task, ClaimRequest? asIf = null) =>
        Assert.IsType<Explanation>(await _store.ExplainAsync(task.Id, asIf ?? Request(), Stop));

    private static IReadOnlyList<string> Ids(IEnumerable<AgentTask> tasks) => [.. tasks.Select(task => task.Id)];
}
