using System.CommandLine;

namespace Ccsp.Cli.Tasks;

/// <summary><c>ccsp tasks wait</c>: until a task has ended; then as <c>run</c> ends. An interrupt leaves the task alone.</summary>
internal static class WaitCommand
{
    public static Command Create(Shell shell, Connection connection)
    {
        var id = TaskArgument.One();
        var command = new Command("wait", "Wait until a task has ended and print its result") { id, JsonOutput.Option };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = connection.Open(parsed, shell);
            var task = parsed.GetRequiredValue(id);
            var view = new LiveText(shell);
            await foreach (var received in client.EventsAsync(task, stop: stop))
                view.Show(received.Event);
            view.Finish();
            return TaskEnding.Report(shell, await WholeResult.FetchAsync(client, await client.GetTaskAsync(task, stop), stop), parsed.GetValue(JsonOutput.Option), printResult: true);
        });
        return command;
    }
}
