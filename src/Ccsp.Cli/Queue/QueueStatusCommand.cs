using System.CommandLine;
using Ccsp.Cli.Connecting;
using Ccsp.Cli.Terminal;

namespace Ccsp.Cli.Queue;

/// <summary><c>ccsp queue status</c></summary>
internal static class QueueStatusCommand
{
    public static Command Create(Shell shell, Connection connection)
    {
        var command = new Command("status", "Show depth, states and classes") { JsonOutput.Option };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed, shell);
            return QueueOutput.Write(shell, await client.GetQueueAsync(cancellationToken), parsed.GetValue(JsonOutput.Option));
        });
        return command;
    }
}
