using System.Text.Json;
using Ccsp.Cli.Following;
using Ccsp.Contracts;

namespace Ccsp.Cli.Claude;

/// <summary>
/// Relays a task's output to the caller. Standard error is relayed for each run as it is written; so is standard output if claude writes
/// lines while it works. An answer written at the end is relayed only from the run that ended the task, so that a run stopped by a limit
/// leaves nothing on the caller's screen.
/// </summary>
internal sealed class OutputRelay(GatewayClient client, string taskId, bool streams, Shell shell) : IEventView
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Stream _out = shell.OutBytes();
    private readonly Stream _error = shell.ErrorBytes();
    private Task _copying = Task.CompletedTask;
    private volatile int _run;
    private volatile bool _noted;

    public bool SawRun => _run > 0;

    /// <summary>
    /// Prints one note if the caller's profile is held, so that the caller does not wait without explanation. Waiting for a free slot is
    /// not noted: bare claude would be as silent.
    /// </summary>
    public async Task NoteHoldAsync(CancellationToken cancellationToken)
    {
        ExplanationView why;
        try
        {
            await Task.Delay(Patience, shell.Clock, cancellationToken);
            if (SawRun || _noted)
                return;
            why = await client.ExplainAsync(taskId, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The task has ended.
            return;
        }

        if (SawRun || _noted || !why.Gates.Any(Holds))
            return;
        _noted = true;
        shell.Error.WriteLine($"ccsp: task {taskId} {WaitSentence.Of(why)}");
    }

    private static bool Holds(GateAnswerView gate) =>
        gate is { Admits: false, Kind: "hold" or "quota" or "budget" or "pause" or "start" };

    public void Show(EventEnvelope received)
    {
        if (received.Type == EventTypes.TaskStarted && received.Run is { } run && run > _run)
        {
            _run = run;
            _copying = CopyAfterAsync(_copying, run);
        }
        else if (received.Type == EventTypes.TaskRequeued && Waits(received) && !_noted)
        {
            _noted = true;
            var until = Text(received, "waitUntil") is { } time ? $" until {time}" : "";
            shell.Error.WriteLine($"ccsp: a limit holds this profile{until}; the task waits and goes on by itself");
        }
        else if (received.Type == EventTypes.TaskRequeued && IsEngineMissing(received) && !_noted)
        {
            _noted = true;
            shell.Error.WriteLine($"ccsp: the engine cannot run; the task waits until it can. Why: ccsp tasks explain {taskId}");
        }
    }

    public void Finish()
    {
    }

    /// <summary>Waits until everything is relayed.</summary>
    public async Task CompleteAsync(TaskView ended)
    {
        await _copying;
        if (!streams && SawRun)
            await client.CopyOutputAsync(ended.Id, new OutputQuery { Run = _run }, _out);
    }

    private async Task CopyAfterAsync(Task earlier, int run)
    {
        await earlier;
        var copies = new List<Task> { client.CopyOutputAsync(taskId, new OutputQuery { Run = run, Errors = true, Follow = true }, _error) };
        if (streams)
            copies.Add(client.CopyOutputAsync(taskId, new OutputQuery { Run = run, Follow = true }, _out));
        await Task.WhenAll(copies);
    }

    private static bool Waits(EventEnvelope received) =>
        Text(received, "waitReason") is { } reason
            && EnumNames<WaitReason>.TryParse(reason, out var why)
            && why is WaitReason.Limit or WaitReason.Session;

    private static bool IsEngineMissing(EventEnvelope received) =>
        received.Data is { ValueKind: JsonValueKind.Object } data && data.TryGetProperty("ending", out var ending)
        && Text(ending, "class") == EnumNames<EndingClass>.Of(EndingClass.EngineMissing);

    private static string? Text(EventEnvelope received, string name) => received.Data is { } data ? Text(data, name) : null;

    private static string? Text(JsonElement data, string name) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
