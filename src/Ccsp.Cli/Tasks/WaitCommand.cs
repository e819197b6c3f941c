using System.CommandLine;
using Ccsp.Cli.Following;
using Ccsp.Cli.Connecting;
using Ccsp.Cli.Results;
using Ccsp.Cli.Terminal;
using Ccsp.Contracts;

namespace Ccsp.Cli.Tasks;

/// <summary>
/// <c>ccsp tasks wait</c>: waits for the end of a task and reports it like <c>run</c>. An interrupt does not cancel the task.
/// </summary>
internal static class WaitCommand
{
    public static Command Create(Shell shell, Connection connection)
    {
        var id = TaskArgument.One();
        var command = new Command("wait", "Wait until a task has ended and print its result") { id, JsonOutput.Option };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed, shell);
            var task = await TaskReference.FindAsync(client, shell, parsed.GetRequiredValue(id), cancellationToken);
            var live = new LiveText(shell);
            await FollowAsync(client, task, live, shell, cancellationToken);
            var ended = await client.GetTaskAsync(task, cancellationToken);
            using var whole = await WholeResult.FetchAsync(client, ended, cancellationToken);
            return TaskEnding.Report(shell, ended, whole, parsed.GetValue(JsonOutput.Option), printResult: !live.HasShown(ended));
        });
        return command;
    }

    private static async Task FollowAsync(
        GatewayClient client, string task, LiveText live, Shell shell, CancellationToken cancellationToken)
    {
        await using var view = new WaitNotes(client, task, live, shell);
        try
        {
            // Checked first: a stream waits for a gateway that has gone, but this one may never have been there.
            await client.GetTaskAsync(task, cancellationToken);
            await foreach (var received in client.EventsAsync(task, cancellationToken: cancellationToken))
                view.Show(received.Event);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new CliFailure($"interrupted; task {task} goes on", ExitCodes.Interrupted);
        }

        view.Finish();
    }
}
