using System.CommandLine;
using Ccsp.Cli.Commands;
using Ccsp.Cli.Connecting;

namespace Ccsp.Cli.Tasks;

/// <summary><c>ccsp tasks …</c></summary>
internal static class TasksCommand
{
    public static Command Create(Shell shell, Connection connection) => ListingCommand.Create(
        "tasks",
        "Look at tasks and act on them; lists without a subcommand",
        TaskListCommand.Create(shell, connection),
        TaskShowCommand.Create(shell, connection),
        OutputCommand.Create(shell, connection),
        EventsCommand.Create(shell, connection),
        ExplainCommand.Create(shell, connection),
        CancelCommand.Create(shell, connection),
        RetryCommand.Create(shell, connection),
        PriorityCommand.Create(shell, connection),
        ApproveCommand.Create(shell, connection),
        WaitCommand.Create(shell, connection));
}
