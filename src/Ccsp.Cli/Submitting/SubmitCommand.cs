using System.CommandLine;
using Ccsp.Cli.Connecting;
using Ccsp.Cli.Terminal;
using Ccsp.Contracts;

namespace Ccsp.Cli.Submitting;

/// <summary><c>ccsp submit</c>: puts a task into the queue and prints its id.</summary>
internal static class SubmitCommand
{
    public static Command Create(Shell shell, Connection connection)
    {
        var options = new SubmissionOptions(shell);
        var command = new Command("submit", "Put a task into the queue and print its id") { JsonOutput.Option };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed, shell);
            var task = await options.ReadAsync(parsed, shell, client, cancellationToken);
            using var attended = new AttendedTask(client, shell, outlives: true);
            var accepted = await attended.SubmitAsync(task, options.IdempotencyKey(parsed), cancellationToken);
            if (cancellationToken.IsCancellationRequested)
                return Failures.Say(shell, "interrupted; " + AttendedTask.Stays(accepted.Id), ExitCodes.Interrupted);
            try
            {
                if (parsed.GetValue(JsonOutput.Option))
                    return JsonOutput.Write(shell, accepted, JsonOutput.Readable.TaskView);
                shell.Out.WriteLine(accepted.Id);
                return ExitCodes.Done;
            }
            catch (IOException ex)
            {
                throw new CliFailure($"task {accepted.Id} was accepted, but {ex.Message}", ExitCodes.Failed);
            }
        });
        return command;
    }
}
