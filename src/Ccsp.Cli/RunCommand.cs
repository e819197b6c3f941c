using System.CommandLine;
using Ccsp.Contracts;

namespace Ccsp.Cli;

/// <summary><c>ccsp run</c>: submits a task, shows it live and prints its result. Ctrl-C cancels the task.</summary>
internal static class RunCommand
{
    public static Command Create(Shell shell, Connection connection)
    {
        var options = new SubmissionOptions();
        var stream = new Option<bool>("--stream-json") { Description = "Print every event as one line of JSON as it happens" };
        var command = new Command("run", "Run a task now: submit it, show it live, print its result") { JsonOutput.Option, stream };
        options.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(JsonOutput.Option) && result.GetValue(stream))
                result.AddError("--json and --stream-json exclude each other");
        });
        command.SetAction(async (parsed, stop) =>
        {
            var task = await options.ReadAsync(parsed, shell, stop);
            using var client = connection.Open(parsed, shell);
            var accepted = await client.SubmitAsync(task, options.IdempotencyKey(parsed), stop: stop);
            IEventView view = parsed.GetValue(stream) ? new JsonLines(shell) : new LiveText(shell);
            if (!parsed.GetValue(stream))
                Progress.Say(shell, $"task {accepted.Id}");
            var ended = await FollowAsync(client, accepted.Id, view, shell, stop);
            if (stop.IsCancellationRequested)
                return ExitCodes.Interrupted;
            ended = await WholeResult.FetchAsync(client, ended, stop);
            return TaskEnding.Report(shell, ended, parsed.GetValue(JsonOutput.Option), printResult: !parsed.GetValue(stream));
        });
        return command;
    }

    /// <summary>Follows a task to its end; the first interrupt cancels the task and goes on following.</summary>
    public static async Task<TaskView> FollowAsync(GatewayClient client, string id, IEventView view, Shell shell, CancellationToken stop)
    {
        string? last = null;
        try
        {
            await foreach (var received in client.EventsAsync(id, stop: stop))
            {
                view.Show(received.Event);
                last = received.Id ?? last;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            shell.Error.WriteLine($"ccsp: cancelling task {id} (once more leaves at once)");
            await client.CancelAsync(id, CancellationToken.None);
            await foreach (var received in client.EventsAsync(id, last, stop: CancellationToken.None))
                view.Show(received.Event);
        }

        view.Finish();
        return await client.GetTaskAsync(id, CancellationToken.None);
    }
}
