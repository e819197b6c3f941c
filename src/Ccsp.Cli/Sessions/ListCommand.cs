using System.CommandLine;
using Ccsp.Contracts;

namespace Ccsp.Cli.Sessions;

/// <summary><c>ccsp sessions list</c></summary>
internal static class ListCommand
{
    public static Command Create(Shell shell, Connection connection)
    {
        var command = new Command("list", "List whether each profile is logged in, with what went wrong last; so does ccsp sessions alone") { JsonOutput.Option };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = connection.Open(parsed, shell);
            var sessions = await client.GetSessionsAsync(stop);
            if (parsed.GetValue(JsonOutput.Option))
                return JsonOutput.Write(shell, sessions, JsonOutput.Readable.SessionList);
            SessionOutput.WriteTable(shell, sessions.Items);
            return ExitCodes.Done;
        });
        return command;
    }
}
