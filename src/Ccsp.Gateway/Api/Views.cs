using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Logins;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Api;

/// <summary>Maps the store's records to their wire form. Pure.</summary>
internal static class Views
{
    /// <summary>The full view of a task, with defaults filled in; the drop-in's standard input is omitted.</summary>
    public static TaskView Task(AgentTask task, TaskSubmission spec, Durability durability) => new(spec)
    {
        Id = task.Id,
        State = task.State,
        Agent = task.Agent,
        Engine = task.Engine,
        Profile = task.Profile,
        Group = task.Group,
        Priority = task.Priority,
        EffectivePriority = task.PriorityClass,
        RunAt = RunAt(task, spec),
        DirectoryMode = spec.DirectoryMode ?? Contracts.DirectoryMode.Exclusive,
        Durability = durability,
        Stdin = null,
        WaitReason = task.WaitReason,
        WaitUntil = task.State == TaskState.Scheduled ? task.RunAt : null,
        FailReason = task.FailReason,
        CreatedAt = task.CreatedAt,
        ReadyAt = task.ReadyAt,
        StartedAt = task.StartedAt,
        FinishedAt = task.FinishedAt,
        Runs = task.Runs,
        Lost = task.Retries.Lost,
        Generation = task.Generation,
        InstanceId = task.Lease?.InstanceId,
        ConversationId = task.ConversationId,
        Ending = task.Ending,
        Usage = task.EverStarted ? task.Usage : null,
    };

    /// <summary>The effective start time; the submitted one stays on the task after it was replaced.</summary>
    private static DateTimeOffset? RunAt(AgentTask task, TaskSubmission spec) => task switch
    {
        { State: TaskState.Held or TaskState.Blocked } or { WaitReason: WaitReason.User } => task.RunAt,
        _ => spec.RunAt <= (task.ReadyAt ?? task.FinishedAt) ? spec.RunAt : null,
    };

    public static TaskView Task(TaskRecord record, Durability durability) => Task(record.Task, record.Spec, durability) with
    {
        Result = record.Result,
        ResultTruncated = record.ResultTruncated ? true : null,
        StructuredResult = record.StructuredResult,
    };

    /// <summary>The list view of a task: long members are cut or omitted, and named as such.</summary>
    /// <param name="most">Characters per member.</param>
    public static TaskView Row(TaskRecord record, Durability durability, int most)
    {
        var view = Task(record, durability);
        List<string> shortened = [.. record.Shortened];
        view = view with
        {
            SystemPrompt = Cut("systemPrompt", view.SystemPrompt),
            AppendSystemPrompt = Cut("appendSystemPrompt", view.AppendSystemPrompt),
            McpConfig = Kept("mcpConfig", view.McpConfig, view.McpConfig?.GetRawText().Length) ? view.McpConfig : null,
            OutputSchema = Kept("outputSchema", view.OutputSchema, view.OutputSchema?.GetRawText().Length) ? view.OutputSchema : null,
            IncludeFiles = Kept("includeFiles", view.IncludeFiles, view.IncludeFiles?.Sum(path => path.Length)) ? view.IncludeFiles : null,
            Env = Kept("env", view.Env, view.Env?.Sum(variable => variable.Key.Length + variable.Value.Length)) ? view.Env : null,
            Arguments = Kept("arguments", view.Arguments, view.Arguments?.Sum(argument => argument.Length))
                ? view.Arguments
                : FirstOf(view.Arguments!),
        };
        return shortened.Count == 0 ? view : view with { Shortened = shortened };

        string? Cut(string name, string? text) => Kept(name, text, text?.Length) ? text : ListedTexts.Cut(text, most);

        bool Kept(string name, object? value, int? length)
        {
            var kept = value is null || length <= most;
            if (!kept)
                shortened.Add(name);
            return kept;
        }

        List<string> FirstOf(IReadOnlyList<string> arguments)
        {
            var left = most;
            return [.. arguments.TakeWhile(argument => (left -= argument.Length) >= 0)];
        }
    }

    public static TaskResult Result(TaskRecord record) => new()
    {
        Id = record.Task.Id,
        State = record.Task.State,
        FailReason = record.Task.FailReason,
        Result = record.Result,
        ResultTruncated = record.ResultTruncated ? true : null,
        StructuredResult = record.StructuredResult,
        Ending = record.Task.Ending,
        Usage = record.Task.EverStarted ? record.Task.Usage : null,
        ConversationId = record.Task.ConversationId,
    };

    public static RunView Run(RunRecord run) => new()
    {
        Number = run.Number,
        Generation = run.Generation,
        InstanceId = run.InstanceId,
        ConversationId = run.ConversationId,
        Pid = run.Pid == 0 ? null : run.Pid,
        StartedAt = run.StartedAt,
        EndedAt = run.EndedAt,
        Ending = run.Ending,
        Usage = run.Usage,
    };

    public static ExplanationView Explanation(Explanation explanation) => new(
        explanation.Task.Id,
        explanation.Task.State,
        explanation.Summary,
        explanation.Ahead,
        [.. explanation.Gates.Select(Answer)],
        explanation.Start?.At,
        explanation.Start?.Basis)
    {
        Decisive = explanation.Decisive is { } decisive ? Answer(decisive) : null,
        Until = explanation.Until,
        Conditions = explanation.Conditions.Count == 0 ? null :
        [
            .. explanation.Conditions.Select(
                condition => new ConditionView(EnumNames<ConditionKind>.Of(condition.Kind), condition.Reason, condition.At)),
        ],
    };

    private static GateAnswerView Answer(GateAnswer gate) =>
        new(gate.Gate, EnumNames<GateKind>.Of(gate.Kind), gate.Admits, gate.Reason, gate.OpensAt, gate.Action);

    public static GateView Gate(GateState gate, DateTimeOffset now) => new()
    {
        Name = gate.Name,
        Limit = gate.Limit,
        RatePerMinute = gate.Rate?.PerMinute,
        Burst = gate.Rate?.Burst,
        Headroom = gate.Headroom is { } headroom ? new HeadroomView { Normal = headroom.Normal, Low = headroom.Low } : null,
        AdaptiveLimit = gate.Adaptive?.Limit,
        NarrowedLimit = gate.Narrowed?.IsInForceAt(now) == true ? gate.Narrowed.Limit : null,
        Windows = gate.Windows?.Where(window => window.Value.IsCurrentAt(now)).ToDictionary(
            window => window.Key,
            window => new QuotaWindowView(
                window.Value.Utilization, window.Value.ResetsAt, window.Value.Exhausted, window.Value.Source, window.Value.SeenAt)),
        QuietUntil = gate.QuietUntil > now ? gate.QuietUntil : null,
        PausedUntil = gate.Setbacks?.Until > now ? gate.Setbacks.Until : null,
        Closed = gate.IsClosedAt(now),
        ClosedUntil = gate.IsClosedAt(now) ? gate.ClosedUntil : null,
        Reason = gate.Reason,
        Actor = gate.Actor,
        Since = gate.Since,
    };

    public static SessionView Session(LoginState session, int? issue) => new()
    {
        Profile = session.Profile,
        State = session.State,
        IsValid = session.IsValid,
        LastCheck = session.LastCheck,
        ConsecutiveFailures = session.ConsecutiveFailures,
        LastValidResponse = session.LastValidResponse,
        LoginExpiresAt = session.LoginExpiresAt,
        AuthMethod = session.AuthMethod,
        LostAt = session.LostAt,
        Reason = session.Reason,
        LastError = session.LastError,
        IssueNumber = issue,
    };

    public static ProfileView Profile(LoginProfile profile, LoginState session, GateState? gate, DateTimeOffset now) => new()
    {
        Name = profile.Name,
        Engine = profile.Engine,
        Kind = profile.Question is { } question ? EnumNames<Engines.LoginKind>.Of(question.Kind) : null,
        ConfigDir = profile.Question?.ConfigDir,
        Plan = profile.Plan ?? session.Plan,
        MaxConcurrent = profile.MaxConcurrent,
        Gate = gate is null ? null : Gate(gate, now),
        State = session.State,
    };

    public static QueueView Queue(QueueSnapshot queue, DateTimeOffset now) => new()
    {
        Paused = queue.Pause?.IsClosedAt(now) == true,
        Pause = queue.Pause?.IsClosedAt(now) == true ? Gate(queue.Pause, now) : null,
        Holds = queue.Holds.Count > 0 ? [.. queue.Holds.Select(hold => Gate(hold, now))] : null,
        Emergency = queue.Emergency is { } stop ? EmergencyViews.Of(stop) : null,
        Depth = queue.Depth,
        Capacity = queue.Capacity,
        KeptForUrgent = queue.KeptForUrgent,
        Ended = queue.Ended,
        LanesMended = queue.LanesMended,
        States = Enum.GetValues<TaskState>().Where(state => state < TaskState.Succeeded)
            .ToDictionary(EnumNames<TaskState>.Of, state => queue.ByState.GetValueOrDefault(state)),
        Classes = Enum.GetValues<Priority>()
            .ToDictionary(EnumNames<Priority>.Of, priority => queue.ByClass.GetValueOrDefault(priority) is { } depth
                ? new ClassView(depth.Ready, depth.Waiting, depth.OldestReadyAt, depth.NewestReadyAt)
                : new ClassView(0, 0, null, null)),
    };
}
