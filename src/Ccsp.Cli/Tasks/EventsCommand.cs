using System.CommandLine;
using Ccsp.Cli.Following;
using Ccsp.Cli.Connecting;
using Ccsp.Cli.Terminal;
using Ccsp.Contracts;

namespace Ccsp.Cli.Tasks;

/// <summary><c>ccsp tasks events</c></summary>
internal static class EventsCommand
{
    public static Command Create(Shell shell, Connection connection)
    {
        var id = TaskArgument.One();
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on until the task ends" };
        var command = new Command("events", "Print the events of a task") { id, follow, JsonOutput.Option };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed, shell);
            IEventView view = parsed.GetValue(JsonOutput.Option) ? new JsonLines(shell) : new EventLines(shell);
            var task = await TaskReference.FindAsync(client, shell, parsed.GetRequiredValue(id), cancellationToken);
            await foreach (var received in client.EventsAsync(task, follow: parsed.GetValue(follow), cancellationToken: cancellationToken))
                view.Show(received.Event);
            return ExitCodes.Done;
        });
        return command;
    }
}
