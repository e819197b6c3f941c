using System.CommandLine;
using Ccsp.Cli.Connecting;

namespace Ccsp.Cli.Tasks;

/// <summary><c>ccsp tasks approve</c></summary>
internal static class ApproveCommand
{
    public static Command Create(Shell shell, Connection connection) =>
        TaskAction.Create("approve", "Let held tasks go on", (client, id, cancellationToken) => client.ApproveAsync(id, cancellationToken),
            shell, connection);
}
