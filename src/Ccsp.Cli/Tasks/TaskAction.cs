using System.CommandLine;
using Ccsp.Contracts;

namespace Ccsp.Cli.Tasks;

/// <summary>A verb on one or more tasks. All are tried; one refusal does not spare the others.</summary>
internal static class TaskAction
{
    public static Command Create(
        string name,
        string description,
        Func<GatewayClient, string, CancellationToken, Task<TaskView>> act,
        Shell shell,
        Connection connection)
    {
        var ids = TaskArgument.Many();
        var command = new Command(name, description) { ids, JsonOutput.Option };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = connection.Open(parsed, shell);
            return await ActAsync(parsed.GetRequiredValue(ids), act, client, parsed.GetValue(JsonOutput.Option), shell, stop);
        });
        return command;
    }

    public static async Task<int> ActAsync(
        IEnumerable<string> ids, Func<GatewayClient, string, CancellationToken, Task<TaskView>> act, GatewayClient client, bool json,
        Shell shell, CancellationToken stop)
    {
        var exit = ExitCodes.Done;
        foreach (var id in ids)
        {
            try
            {
                var task = await act(client, await TaskReference.FindAsync(client, shell, id, stop), stop);
                if (json)
                    JsonOutput.Write(shell, task, JsonOutput.Readable.TaskView);
                else
                    shell.Out.WriteLine($"{task.Id} {Words<TaskState>.Of(task.State)}");
            }
            catch (GatewayException refused) when (refused.Problem is not null)
            {
                exit = Failures.Say(shell, $"{id}: {refused.Message}", refused.ExitCode);
            }
            catch (CliFailure unknown)
            {
                exit = Failures.Say(shell, unknown.Message, unknown.ExitCode);
            }
        }

        return exit;
    }
}
