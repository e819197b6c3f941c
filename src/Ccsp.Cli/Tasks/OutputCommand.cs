using System.CommandLine;
using Ccsp.Cli.Connecting;
using Ccsp.Cli.Terminal;
using Ccsp.Contracts;

namespace Ccsp.Cli.Tasks;

/// <summary><c>ccsp tasks output</c>: the raw output of a run.</summary>
internal static class OutputCommand
{
    public static Command Create(Shell shell, Connection connection)
    {
        var id = TaskArgument.One();
        var run = new Option<int?>("--run") { Description = "Which run; else the latest", HelpName = "N" };
        var errors = new Option<bool>("--stderr") { Description = "Standard error instead of standard output" };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on until the run ends" };
        var command = new Command(
            "output",
            "Copy what a run wrote to standard output: byte for byte into a file or pipe, without control sequences onto a terminal") { id,
            run, errors, follow };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed, shell);
            var query = new OutputQuery { Run = parsed.GetValue(run), Errors = parsed.GetValue(errors), Follow = parsed.GetValue(follow) };
            var task = await TaskReference.FindAsync(client, shell, parsed.GetRequiredValue(id), cancellationToken);
            await using var destination = shell.IsOutTerminal ? new SafeBytes(shell.Out) : shell.OutBytes();
            await client.CopyOutputAsync(task, query, destination, cancellationToken);
            return ExitCodes.Done;
        });
        return command;
    }
}
