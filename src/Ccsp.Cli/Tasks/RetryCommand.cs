using System.CommandLine;

namespace Ccsp.Cli.Tasks;

/// <summary><c>ccsp tasks retry</c></summary>
internal static class RetryCommand
{
    public static Command Create(Shell shell, Connection connection) =>
        TaskAction.Create("retry", "Run ended tasks again under their ids", (client, id, stop) => client.RetryAsync(id, stop), shell, connection);
}
