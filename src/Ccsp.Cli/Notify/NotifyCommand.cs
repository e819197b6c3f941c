using System.CommandLine;
using Ccsp.Cli.Commands;
using Ccsp.Cli.Connecting;

namespace Ccsp.Cli.Notify;

/// <summary><c>ccsp notify …</c></summary>
internal static class NotifyCommand
{
    public static Command Create(Shell shell, Connection connection) => ListingCommand.Create(
        "notify",
        "Look at notifications, send them again and try their channels; shows the channels without a subcommand",
        NotifyStatusCommand.Create(shell, connection),
        NotifyListCommand.Create(shell, connection),
        NotifyRetryCommand.Create(shell, connection),
        TestCommand.Create(shell, connection));
}
