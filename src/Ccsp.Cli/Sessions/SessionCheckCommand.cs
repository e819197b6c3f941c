using System.CommandLine;
using Ccsp.Cli.Connecting;
using Ccsp.Cli.Terminal;

namespace Ccsp.Cli.Sessions;

/// <summary><c>ccsp sessions check</c></summary>
internal static class SessionCheckCommand
{
    public static Command Create(Shell shell, Connection connection)
    {
        var name = SessionsCommand.Name();
        var command = new Command(
            "check", "Ask the engine now whether a profile is logged in; exit code 5 when it is not") { name, JsonOutput.Option };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed, shell);
            return SessionOutput.Write(
                shell, await client.CheckSessionAsync(await SessionsCommand.ProfileAsync(client, parsed.GetValue(name), cancellationToken),
                cancellationToken),
                parsed.GetValue(JsonOutput.Option));
        });
        return command;
    }
}
