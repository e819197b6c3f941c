using System.CommandLine;
using Ccsp.Cli.Connecting;

namespace Ccsp.Cli.Tasks;

/// <summary><c>ccsp tasks cancel</c></summary>
internal static class CancelCommand
{
    public static Command Create(Shell shell, Connection connection) =>
        TaskAction.Create(
            "cancel", "Cancel tasks; running ones are stopped",
                (client, id, cancellationToken) => client.CancelAsync(id, cancellationToken), shell, connection);
}
