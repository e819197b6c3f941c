using System.CommandLine;
using Ccsp.Contracts;

namespace Ccsp.Cli;

/// <summary><c>ccsp submit</c>: puts a task into the queue and prints its id.</summary>
internal static class SubmitCommand
{
    public static Command Create(Shell shell, Connection connection)
    {
        var options = new SubmissionOptions();
        var hold = new Option<bool>("--hold") { Description = "Wait for approval by a person" };
        var after = new Option<string[]>("--after") { Description = "Task that must end first; may be repeated", HelpName = "ID" };
        var runAt = new Option<DateTimeOffset?>("--run-at") { Description = "Not before this time", HelpName = "TIME" };
        var command = new Command("submit", "Put a task into the queue and print its id") { hold, after, runAt, JsonOutput.Option };
        options.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            var task = await options.ReadAsync(parsed, shell, stop) with
            {
                Hold = parsed.GetValue(hold) ? true : null,
                DependsOn = parsed.GetValue(after) is { Length: > 0 } ids ? ids : null,
                RunAt = parsed.GetValue(runAt),
            };
            using var client = connection.Open(parsed, shell);
            var accepted = await client.SubmitAsync(task, options.IdempotencyKey(parsed), stop: stop);
            if (parsed.GetValue(JsonOutput.Option))
                return JsonOutput.Write(shell, accepted, JsonOutput.Readable.TaskView);
            shell.Out.WriteLine(accepted.Id);
            return ExitCodes.Done;
        });
        return command;
    }
}
