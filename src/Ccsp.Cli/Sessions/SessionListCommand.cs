using System.CommandLine;
using Ccsp.Cli.Commands;
using Ccsp.Cli.Connecting;
using Ccsp.Cli.Terminal;

namespace Ccsp.Cli.Sessions;

/// <summary><c>ccsp sessions list</c></summary>
internal static class SessionListCommand
{
    public static Command Create(Shell shell, Connection connection) => ReadingCommand.Create(
        "list",
        "List whether each profile is logged in, with what went wrong last; so does ccsp sessions alone",
        shell,
        connection,
        (client, cancellationToken) => client.GetSessionsAsync(cancellationToken),
        JsonOutput.Readable.SessionList,
        sessions => SessionOutput.WriteTable(shell, sessions.Items));
}
