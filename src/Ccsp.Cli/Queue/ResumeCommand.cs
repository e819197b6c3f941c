using System.CommandLine;
using Ccsp.Cli.Connecting;
using Ccsp.Cli.Terminal;
using Ccsp.Contracts;

namespace Ccsp.Cli.Queue;

/// <summary><c>ccsp queue resume</c></summary>
internal static class ResumeCommand
{
    public static Command Create(Shell shell, Connection connection)
    {
        var part = new PartOptions();
        var command = new Command("resume", "Let tasks start again, or those of a class or group") { JsonOutput.Option };
        part.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed, shell);
            return QueueOutput.Write(
                shell,
                await client.ResumeQueueAsync(new QueueResume { Priority = part.Priority(parsed), Group = part.Group(parsed) },
                    cancellationToken),
                parsed.GetValue(JsonOutput.Option));
        });
        return command;
    }
}
