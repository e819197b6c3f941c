using System.CommandLine;
using Ccsp.Cli.Commands;
using Ccsp.Cli.Connecting;

namespace Ccsp.Cli.Gates;

/// <summary><c>ccsp gates …</c></summary>
internal static class GatesCommand
{
    public static Command Create(Shell shell, Connection connection) => ListingCommand.Create(
        "gates",
        "Look at gates, close, open and limit them; lists without a subcommand",
        GateListCommand.Create(shell, connection),
        CloseCommand.Create(shell, connection),
        OpenCommand.Create(shell, connection),
        LimitCommand.Create(shell, connection));

    public static Argument<string> Name() => new("GATE") { Description = "For example profile:default, engine:claude, group:ci" };
}
