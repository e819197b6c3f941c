using System.CommandLine;

namespace Ccsp.Cli.Queue;

/// <summary><c>ccsp queue resume</c></summary>
internal static class ResumeCommand
{
    public static Command Create(Shell shell, Connection connection)
    {
        var command = new Command("resume", "Let tasks start again") { JsonOutput.Option };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = connection.Open(parsed, shell);
            return QueueOutput.Write(shell, await client.ResumeQueueAsync(stop), parsed.GetValue(JsonOutput.Option));
        });
        return command;
    }
}
