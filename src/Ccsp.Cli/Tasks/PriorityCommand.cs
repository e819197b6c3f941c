using System.CommandLine;
using Ccsp.Cli.Connecting;
using Ccsp.Cli.Terminal;
using Ccsp.Contracts;

namespace Ccsp.Cli.Tasks;

/// <summary><c>ccsp tasks priority</c></summary>
internal static class PriorityCommand
{
    public static Command Create(Shell shell, Connection connection)
    {
        var id = TaskArgument.One();
        var priority = new Argument<string>("PRIORITY") { Description = "The class it is served in from now on" };
        priority.AcceptOnlyFromAmong([.. EnumNames<Priority>.All]);
        var command = new Command("priority", "Change the priority of a task that waits") { id, priority, JsonOutput.Option };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed, shell);
            _ = EnumNames<Priority>.TryParse(parsed.GetRequiredValue(priority), out var wanted);
            var task = await client.PatchAsync(
                await TaskReference.FindAsync(client, shell, parsed.GetRequiredValue(id), cancellationToken),
                new TaskPatch { Priority = wanted }, cancellationToken);
            if (parsed.GetValue(JsonOutput.Option))
                return JsonOutput.Write(shell, task, JsonOutput.Readable.TaskView);
            shell.Out.WriteLine($"{task.Id} {EnumNames<Priority>.Of(task.EffectivePriority)}");
            return ExitCodes.Done;
        });
        return command;
    }
}
