using System.CommandLine;
using Ccsp.Cli.Connecting;
using Ccsp.Cli.Terminal;

namespace Ccsp.Cli.Sessions;

/// <summary><c>ccsp sessions recovered</c></summary>
internal static class RecoveredCommand
{
    public static Command Create(Shell shell, Connection connection)
    {
        var name = SessionsCommand.Name();
        var command = new Command(
            "recovered", "Say that a lost login works again; exit code 5 when the engine denies it") { name, JsonOutput.Option };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed, shell);
            return SessionOutput.Write(
                shell, await client.RecoverSessionAsync(
                await SessionsCommand.ProfileAsync(client, parsed.GetValue(name), cancellationToken), cancellationToken),
                parsed.GetValue(JsonOutput.Option));
        });
        return command;
    }
}
