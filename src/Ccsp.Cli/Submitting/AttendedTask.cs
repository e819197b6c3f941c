using Ccsp.Contracts;

namespace Ccsp.Cli.Submitting;

/// <summary>
/// A task from its submission to the end of the command. After an interrupt the command still waits for the answer to a request that may
/// have been accepted; a second interrupt exits, but never silently when a task may stay in the queue.
/// </summary>
internal sealed class AttendedTask : IDisposable
{
    private const string MayBeThere = "it may have accepted the task ('ccsp tasks list' shows it)";

    /// <summary>For the answer to what was sent before the interrupt.</summary>
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(5);

    /// <summary>Short enough for a person who wants to leave at once.</summary>
    private static readonly TimeSpan ExitPatience = TimeSpan.FromSeconds(2);

    private readonly GatewayClient _client;
    private readonly Shell _shell;
    private readonly bool _outlives;
    private readonly Lazy<Task<TaskView>> _settled;
    private readonly IDisposable _hook;
    private volatile Task<TaskView>? _submitting;

    /// <param name="client">Calls the gateway.</param>
    /// <param name="outlives">Whether the task is useful without the command, so that an interrupt does not cancel it.</param>
    public AttendedTask(GatewayClient client, Shell shell, bool outlives = false)
    {
        (_client, _shell, _outlives) = (client, shell, outlives);
        _settled = new Lazy<Task<TaskView>>(SettleAsync);
        _hook = shell.ExitHook.Set(Leave);
    }

    /// <returns>The accepted task, even if an interrupt came before the answer.</returns>
    /// <exception cref="CliFailure">Interrupted without an answer.</exception>
    public async Task<TaskView> SubmitAsync(TaskSubmission task, string? idempotencyKey, CancellationToken interrupted)
    {
        interrupted.ThrowIfCancellationRequested();
        // Set before the first byte is sent, so that an exit in between knows of it.
        _submitting = Task.Run(() => _client.SubmitAsync(task, idempotencyKey), CancellationToken.None);
        try
        {
            return await _submitting.WaitAsync(interrupted);
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            var what = _outlives ? "waiting for the gateway's answer" : "cancelling the task when the gateway has answered";
            _shell.Error.WriteLine($"ccsp: {what} (once more leaves at once)");
        }

        try
        {
            return await _submitting.WaitAsync(AnswerPatience, _shell.Clock, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            throw new CliFailure("interrupted before the gateway answered; " + MayBeThere, ExitCodes.Interrupted);
        }
    }

    /// <summary>Cancels the task; one that has ended meanwhile needs no cancel.</summary>
    /// <exception cref="CliFailure">The gateway does not cancel it.</exception>
    public async Task CancelAsync()
    {
        try
        {
            await _settled.Value;
        }
        catch (GatewayException ex)
        {
            throw new CliFailure(
                $"task {(await _submitting!).Id} could not be cancelled: {ex.Message}. {Stays((await _submitting!).Id)}",
                ExitCodes.Interrupted);
        }
    }

    public void Dispose() => _hook.Dispose();

    /// <summary>Tells a caller who leaves a task behind how to cancel it.</summary>
    public static string Stays(string id) => $"task {id} stays in the queue; 'ccsp tasks cancel {id}' cancels it";

    private async Task<TaskView> SettleAsync()
    {
        var accepted = await _submitting!;
        if (_outlives)
            return accepted;
        try
        {
            return await _client.CancelAsync(accepted.Id, CancellationToken.None);
        }
        catch (GatewayException ex) when (ex.Problem?.Status == 409)
        {
            return accepted;
        }
    }

    private void Leave()
    {
        if (_submitting is not { } submitting)
            return;
        // The process ends afterwards, so nothing but its end waits for this thread.
        var settled = _settled.Value;
        Task.WhenAny(settled, Task.Delay(ExitPatience, _shell.Clock)).GetAwaiter().GetResult();
        _shell.Error.WriteLine("ccsp: left; " + (submitting, settled) switch
        {
            (_, { IsCompletedSuccessfully: true }) when !_outlives => $"task {settled.Result.Id} is cancelled",
            ({ IsCompletedSuccessfully: true }, _) => Stays(submitting.Result.Id),
            ({ IsFaulted: true }, _) => "the gateway did not take the task",
            _ => "the gateway has not answered: " + MayBeThere,
        });
    }
}
