using System.CommandLine;
using Ccsp.Cli.Following;
using Ccsp.Cli.Connecting;
using Ccsp.Cli.Results;
using Ccsp.Cli.Terminal;
using Ccsp.Contracts;

namespace Ccsp.Cli.Submitting;

/// <summary><c>ccsp run</c>: submits a task, shows it live and prints its result. Ctrl-C cancels the task.</summary>
internal static class RunCommand
{
    /// <summary>After an interrupt the command exits within this time; runs that need longer end without it.</summary>
    private static readonly TimeSpan LeavePatience = TimeSpan.FromSeconds(30);

    public static Command Create(Shell shell, Connection connection)
    {
        var options = new SubmissionOptions(shell);
        var stream = new Option<bool>("--stream-json") { Description = "Print every event as one line of JSON as it happens" };
        var command = new Command("run", "Run a task now: submit it, show it live, print its result") { JsonOutput.Option, stream };
        options.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(JsonOutput.Option) && result.GetValue(stream))
                result.AddError("--json and --stream-json exclude each other");
        });
        command.SetAction(async (parsed, asked) =>
        {
            // A closed terminal ends the command; nohup and setsid prevent that.
            using var interrupts = Interrupts.OfWaiting(shell.ExitHook);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(asked, interrupts.Stop);
            var stop = either.Token;
            using var client = connection.Open(parsed, shell);
            var task = await options.ReadAsync(parsed, shell, client, stop);
            using var attended = new AttendedTask(client, shell);
            var accepted = await attended.SubmitAsync(task, options.IdempotencyKey(parsed), stop);
            var live = new LiveText(shell);
            IEventView view = parsed.GetValue(stream) ? new JsonLines(shell) : live;
            if (!parsed.GetValue(stream))
                Progress.Say(shell, $"task {accepted.Id}");
            await using var notes = new WaitNotes(client, accepted.Id, view, shell);
            var ended = await FollowAsync(client, accepted.Id, notes, attended, shell, stop);
            if (stop.IsCancellationRequested)
                return Failures.Say(shell, $"interrupted; {TaskEnding.Sentence(ended)}", ExitCodes.Interrupted);
            using var whole = await WholeResult.FetchAsync(client, ended, stop);
            var printResult = !parsed.GetValue(stream) && !live.HasShown(ended);
            return TaskEnding.Report(shell, ended, whole, parsed.GetValue(JsonOutput.Option), printResult);
        });
        return command;
    }

    /// <summary>Follows a task to its end; the first interrupt cancels the task and continues following.</summary>
    public static async Task<TaskView> FollowAsync(
        GatewayClient client, string id, IEventView view, AttendedTask attended, Shell shell, CancellationToken cancellationToken)
    {
        string? last = null;
        try
        {
            await foreach (var received in client.EventsAsync(id, cancellationToken: cancellationToken))
            {
                view.Show(received.Event);
                last = received.Id ?? last;
            }

            view.Finish();
            return await client.GetTaskAsync(id, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            shell.Error.WriteLine($"ccsp: cancelling task {id} (once more leaves at once)");
            return await CancelAndFollowAsync(client, id, last, view, attended, shell);
        }
    }

    private static async Task<TaskView> CancelAndFollowAsync(
        GatewayClient client, string id, string? last, IEventView view, AttendedTask attended, Shell shell)
    {
        using var patience = new CancellationTokenSource(LeavePatience, shell.Clock);
        var isCancelled = false;
        try
        {
            await attended.CancelAsync().WaitAsync(patience.Token);
            isCancelled = true;
            await foreach (var received in client.EventsAsync(id, last, cancellationToken: patience.Token))
                view.Show(received.Event);
            view.Finish();
            return await client.GetTaskAsync(id, patience.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            throw new CliFailure(
                isCancelled ? $"interrupted; task {id} is being cancelled and has not ended yet. See it: ccsp tasks show {id}"
                    : $"interrupted; the gateway did not answer, and task {id} may go on. Cancel it: ccsp tasks cancel {id}",
                ExitCodes.Interrupted);
        }
    }
}
