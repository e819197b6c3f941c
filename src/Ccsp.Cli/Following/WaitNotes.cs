using Ccsp.Contracts;

namespace Ccsp.Cli.Following;

/// <summary>
/// Prints on stderr why a followed task does not run, whenever that changes, and that it starts, so that a person at the screen need not
/// guess.
/// </summary>
internal sealed class WaitNotes : IEventView, IAsyncDisposable
{
    /// <summary>Most tasks start sooner and need no note.</summary>
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Next = TimeSpan.FromSeconds(10);

    private readonly GatewayClient _client;
    private readonly string _id;
    private readonly IEventView _inner;
    private readonly Shell _shell;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _looking;
    private volatile bool _waits = true;
    private string? _said;

    public WaitNotes(GatewayClient client, string id, IEventView inner, Shell shell)
    {
        (_client, _id, _inner, _shell) = (client, id, inner, shell);
        _looking = LookAsync(_end.Token);
    }

    public void Show(EventEnvelope received)
    {
        switch (received.Type)
        {
            case EventTypes.TaskStarted:
                GoesOn();
                break;
            case EventTypes.TaskRequeued:
                _waits = true;
                break;
            case EventTypes.TaskCompleted or EventTypes.TaskFailed or EventTypes.TaskCancelled or EventTypes.TaskExpired
                or EventTypes.TaskStopping:
                _waits = false;
                break;
        }

        _inner.Show(received);
    }

    public void Finish() => _inner.Finish();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _looking;
        _end.Dispose();
    }

    private void GoesOn()
    {
        lock (_gate)
        {
            _waits = false;
            if (_said is not null)
                _shell.Error.WriteLine($"ccsp: task {_id} runs now");
            _said = null;
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            for (var pause = First; ; pause = Next)
            {
                await Task.Delay(pause, _shell.Clock, cancellationToken);
                if (_waits && await ExplainAsync(cancellationToken) is { } why)
                    Say(why);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The task is no longer followed.
        }
    }

    /// <returns>Null when the gateway does not answer: the follower of the task meets the same error and reports it.</returns>
    private async Task<ExplanationView?> ExplainAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _client.ExplainAsync(_id, cancellationToken);
        }
        catch (GatewayException)
        {
            return null;
        }
    }

    /// <summary>
    /// Once per cause, and again when its time changes or passes, or when the cause disappears; a shortened line is not printed again.
    /// </summary>
    private void Say(ExplanationView why)
    {
        if (why.State is not (TaskState.Held or TaskState.Blocked or TaskState.Scheduled or TaskState.Ready))
            return;
        lock (_gate)
        {
            var cause = Cause(why);
            if (!_waits || cause == _said || (StartsAtOnce(why) && _said is null))
                return;
            _shell.Error.WriteLine($"ccsp: task {_id} {WaitSentence.Of(why)}");
            _said = cause;
        }
    }

    private static bool StartsAtOnce(ExplanationView why) => why is { State: TaskState.Ready, Decisive: null, Ahead: 0 };

    private static string Cause(ExplanationView why)
    {
        var words = why.Decisive is { Kind: "hold" or "start" } gate ? gate.Reason : null;
        return $"{why.State} {why.Decisive?.Gate} {why.Decisive?.Kind} {why.Until:O} {words} {StartsAtOnce(why)}";
    }
}
