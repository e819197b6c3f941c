using System.CommandLine;
using Ccsp.Cli.Commands;
using Ccsp.Cli.Connecting;

namespace Ccsp.Cli.Queue;

/// <summary><c>ccsp queue …</c></summary>
internal static class QueueCommand
{
    public static Command Create(Shell shell, Connection connection) => ListingCommand.Create(
        "queue",
        "Look at the queue, pause, resume and clear it; shows its status without a subcommand",
        QueueStatusCommand.Create(shell, connection),
        PauseCommand.Create(shell, connection),
        ResumeCommand.Create(shell, connection),
        ClearCommand.Create(shell, connection));
}
