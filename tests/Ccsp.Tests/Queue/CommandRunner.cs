using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Queue;

/// <summary>Plays commands on one store and writes down what it answers, with tokens replaced by the order in which they were
/// seen.</summary>
internal sealed class CommandRunner(ITaskStore store)
{
    /// <summary>The number of a task that does not exist.</summary>
    public const int Unknown = 30;

    public static readonly IReadOnlyList<string> Instances = ["one", "two"];

    private readonly TestIds _ids = new();
    private readonly List<string> _taskIds = [];
    private readonly List<AgentTask> _leases = [];
    private readonly StoreText _text = new();

    public DateTimeOffset Now { get; private set; } = SampleTasks.Noon;

    public int Accepted { get; private set; }

    public int Deleted { get; private set; }

    /// <summary>Each key accepted, with its hash, task and time.</summary>
    public Dictionary<string, (string? Hash, string TaskId, DateTimeOffset At)> Keys { get; } = [];

    /// <summary>The request a claim is about, or that explains are asked as.</summary>
    public ClaimRequest Request { get; private set; } = new("one", 3, 1, 10, 10, SampleTasks.Noon);

    /// <summary>What the latest command claimed.</summary>
    public IReadOnlyList<AgentTask> Claimed { get; private set; } = [];

    /// <summary>The lease a command names; null while there is none.</summary>
    public AgentTask? LeaseOf(Command command) =>
        command is Command.IWithLease named && _leases.Count > 0 ? _leases[^(1 + (named.Lease % _leases.Count))] : null;

    public string TaskOf(int number) =>
        _taskIds.Count == 0 || number == Unknown ? TestIds.Of(999_999) : _taskIds[^(1 + (number % _taskIds.Count))];

    public async Task<StoreView> ViewAsync() => await StoreView.ReadAsync(store, _taskIds, Request with { Now = Now }, _text);

    /// <summary>The store's answer as text, comparable between stores.</summary>
    public async Task<string> PlayAsync(Command command)
    {
        Claimed = [];
        switch (command)
        {
            case Command.Wait wait:
                Now = Now.AddMilliseconds(wait.Milliseconds);
                return "";
            case Command.Submit submit:
                return await SubmitAsync(submit);
            case Command.Claim claim:
                return await ClaimAsync(claim);
            case Command.IWithLease:
                return LeaseOf(command) is { } leased ? _text.Of(await WithLeaseAsync(command, leased)) : "";
            case Command.Sweep sweep:
                return await SweepAsync(sweep);
            case Command.Beat beat:
                return _text.Of(await store.RenewAsync(new Heartbeat(beat.Instance, "host", 1, null, Now, TimeSpan.FromSeconds(20)),
                    default));
            case Command.SetGate gate:
                var until = gate.UntilMs is { } milliseconds ? Now.AddMilliseconds(milliseconds) : (DateTimeOffset?)null;
                return _text.Of(await store.SetGateAsync(ChangeOf(gate, until), default));
            case Command.Observe seen:
                return _text.Of(await store.SetGateAsync(
                    new GateChange.Observe(seen.Gate, WindowsOf(seen.Utilization, seen.Exhausted, seen.ResetMs), "provider", Now),
                    default));
            case Command.Emergency emergency:
                return _text.Of(await store.EmergencyAsync(new EmergencyChange.Stop(emergency.Mode, "Because.", "anna", Now), default));
            case Command.EndEmergency:
                return _text.Of(await store.EmergencyAsync(new EmergencyChange.Clear("anna", Now), default));
            case Command.Clear clear:
                return _text.Of(await store.ClearAsync(new ClearFilter(clear.State, clear.Priority, clear.Group, null, "anna", Now), null,
                    100, default));
            default:
                return _text.Of(await store.ChangeAsync(ChangeOf(command), default));
        }
    }

    private GateChange ChangeOf(Command.SetGate gate, DateTimeOffset? until) => gate.Close switch
    {
        true => new GateChange.Close(gate.Gate, until, "Because.", "anna", Now),
        false => new GateChange.Open(gate.Gate, "anna", Now),
        null => new GateChange.Limit(gate.Gate,
            new GateLimits { Limit = gate.Limit, Rate = gate.RatePerMinute is { } rate ? new RateLimit(rate, 2) : null }, "anna", Now),
    };

    private TaskChange ChangeOf(Command command) => command switch
    {
        Command.Approve approve => new TaskChange.Approve(TaskOf(approve.Task), "anna", Now),
        Command.Cancel cancel => new TaskChange.Cancel(TaskOf(cancel.Task), "anna", Now),
        Command.Stop stop => new TaskChange.Stop(TaskOf(stop.Task), stop.Reason, "gateway", Now),
        Command.Rearrange to => new TaskChange.Rearrange(TaskOf(to.Task), to.Priority, to.Group, "anna", Now),
        Command.Move to => new TaskChange.Move(TaskOf(to.Task), to.Profile, to.Keeps, "gateway", Now),
        Command.Reschedule to => new TaskChange.Reschedule(TaskOf(to.Task), Now.AddMilliseconds(to.InMs), "anna", Now),
        Command.SetMetadata set =>
            new TaskChange.SetMetadata(TaskOf(set.Task),
            new Dictionary<string, JsonElement> { ["note"] = JsonSerializer.SerializeToElement(set.Value) }, "anna", Now),
        Command.Retry retry => new TaskChange.Retry(TaskOf(retry.Task), "anna", Now),
        _ => throw new InvalidOperationException($"Nobody plays {command}."),
    };

    private async Task<string> SubmitAsync(Command.Submit command)
    {
        List<Submit> items = [];
        foreach (var item in command.Items)
        {
            var id = _ids.Next();
            items.Add(new Submit(new NewTask(id, SpecOf(item)), "tester", item.Key, item.Hash));
        }

        var outcomes = await store.SubmitAsync(new SubmitBatch(items, command.Atomic, Now), default);
        Assert.Equal(items.Count, outcomes.Count);
        for (var i = 0; i < items.Count; i++)
            Remember(items[i], outcomes[i]);
        return string.Join('\n',
            outcomes.Select(outcome => _text.Of(outcome is SubmitOutcome.Full full ? full with { RetryAfter = default } : outcome)));
    }

    private void Remember(Submit item, SubmitOutcome outcome)
    {
        if (outcome is not SubmitOutcome.Accepted)
            return;
        Accepted++;
        _taskIds.Add(item.Task.Id);
        if (item.IdempotencyKey is not null)
            Keys[item.IdempotencyKey] = (item.ContentHash, item.Task.Id, Now);
    }

    private TaskSubmission SpecOf(Command.Item item) => Submissions.In(item.Group, item.Priority) with
    {
        Agent = item.Agent,
        Profile = item.Profile,
        Model = item.Model,
        WorkingDirectory = item.Directory,
        RunAt = item.RunInMs is { } run ? Now.AddMilliseconds(run) : null,
        StartBefore = item.StartInMs is { } start ? Now.AddMilliseconds(start) : null,
        Hold = item.Hold ? true : null,
        DependsOn = item.Parents.Count == 0 ? null : [.. item.Parents.Select(TaskOf)],
        OnParentFailure = item.OnFailure,
        Retries = 1,
    };

    private async Task<string> ClaimAsync(Command.Claim command)
    {
        Request = new ClaimRequest(command.Instance, command.Slots, command.Reserved, command.Memory, command.Limit, Now);
        var claimed = await store.ClaimAsync(Request, default);
        Claimed = [.. claimed.Select(task => task.Task)];
        _leases.AddRange(Claimed);
        return _text.Of(claimed);
    }

    private Task<LeaseOutcome> WithLeaseAsync(Command command, AgentTask leased) => command switch
    {
        Command.Confirm => store.ConfirmAsync(new RunStarted(leased.Id, leased.Lease!.Token, 11, 22, "boot", "c-" + leased.Lease.Run, Now),
            default),
        Command.GiveBack back =>
            store.GiveBackAsync(new StartFailed(leased.Id, leased.Lease!.Token, "No.", HoldOf(back.Hold, null), Now), default),
        Command.Finish finish => store.FinishAsync(FinishedOf(finish, leased), default),
        _ => throw new InvalidOperationException($"Nobody plays {command}."),
    };

    private RunFinished FinishedOf(Command.Finish finish, AgentTask leased)
    {
        var reset = finish.ResetMs is { } milliseconds ? Now.AddMilliseconds(milliseconds) : (DateTimeOffset?)null;
        return new RunFinished
        {
            TaskId = leased.Id,
            Token = leased.Lease!.Token,
            Ending = SampleTasks.Ending(finish.Ending) with { ResetsAt = reset },
            EngineFault = finish.Ending is EndingClass.Crashed or EndingClass.EngineMissing ? (EngineFault)(int)(finish.Jitter * 3)
                : EngineFault.None,
            Usage = SampleTasks.Usage(),
            Result = "Result of run " + leased.Lease.Run,
            ConversationId = finish.Jitter > 0.5 ? null : "c-" + leased.Lease.Run,
            Holds = HoldOf(finish.Hold, reset) is { } hold ? [hold] : [],
            Windows = finish.Utilization is { } used
                ? new Dictionary<string, IReadOnlyDictionary<string, QuotaWindow>> {
                [GateNames.Profile(leased.Profile)] = WindowsOf(used, exhausted: false, finish.ResetMs) }
                : new Dictionary<string, IReadOnlyDictionary<string, QuotaWindow>>(),
            Jitter = finish.Jitter,
            Now = Now,
        };
    }

    private Dictionary<string, QuotaWindow> WindowsOf(double? utilization, bool exhausted, int? resetMs) =>
        new() { ["five_hour"] =
        new QuotaWindow(utilization, resetMs is { } milliseconds ? Now.AddMilliseconds(milliseconds) : null, exhausted, "event", Now) };

    private static GateHold? HoldOf(string? gate, DateTimeOffset? until) =>
        gate is null ? null : new GateHold(gate, until, "It said so.", "gateway");

    private async Task<string> SweepAsync(Command.Sweep command)
    {
        var report = await store.SweepAsync(
            new SweepRequest(Now, command.Jitter, 1000,
            new RetentionOptions { SucceededDays = 1, OtherDays = 2, MaximumCount = command.Keep }), default);
        Assert.Equal(report.Deleted, report.DeletedIds.Count);
        Deleted += report.Deleted;
        foreach (var key in Keys.Where(pair => report.DeletedIds.Contains(pair.Value.TaskId)).Select(pair => pair.Key).ToList())
            Keys.Remove(key);
        return _text.Of(report with { DeletedIds = [.. report.DeletedIds.Order(StringComparer.Ordinal)] });
    }
}
