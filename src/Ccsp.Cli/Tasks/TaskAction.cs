using System.CommandLine;
using Ccsp.Cli.Connecting;
using Ccsp.Cli.Terminal;
using Ccsp.Contracts;

namespace Ccsp.Cli.Tasks;

/// <summary>An action on one or more tasks. All are tried, even after a refusal.</summary>
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
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed, shell);
            return await ActAsync(parsed.GetRequiredValue(ids), act, client, parsed.GetValue(JsonOutput.Option), shell, cancellationToken);
        });
        return command;
    }

    public static async Task<int> ActAsync(
        IEnumerable<string> ids, Func<GatewayClient, string, CancellationToken, Task<TaskView>> act, GatewayClient client, bool json,
        Shell shell, CancellationToken cancellationToken)
    {
        var exit = ExitCodes.Done;
        foreach (var id in ids)
        {
            try
            {
                var task = await act(client, await TaskReference.FindAsync(client, shell, id, cancellationToken), cancellationToken);
                if (json)
                    JsonOutput.Write(shell, task, JsonOutput.Readable.TaskView);
                else
                    shell.Out.WriteLine($"{task.Id} {EnumNames<TaskState>.Of(task.State)}");
            }
            catch (GatewayException ex) when (ex.Problem is not null)
            {
                exit = Failures.Say(shell, $"{id}: {ex.Message}", ex.ExitCode);
            }
            catch (CliFailure ex)
            {
                exit = Failures.Say(shell, ex.Message, ex.ExitCode);
            }
        }

        return exit;
    }
}
