using System.CommandLine;
using Ccsp.Cli.Commands;
using Ccsp.Cli.Connecting;
using Ccsp.Cli.Terminal;

namespace Ccsp.Cli.Gates;

/// <summary><c>ccsp gates list</c></summary>
internal static class GateListCommand
{
    public static Command Create(Shell shell, Connection connection) => ReadingCommand.Create(
        "list",
        "List the gates that someone set",
        shell,
        connection,
        (client, cancellationToken) => client.GetGatesAsync(cancellationToken),
        JsonOutput.Readable.GateList,
        gates => GateOutput.WriteTable(shell, gates.Items));
}
