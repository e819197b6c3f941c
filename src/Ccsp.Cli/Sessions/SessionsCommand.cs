using System.CommandLine;

namespace Ccsp.Cli.Sessions;

/// <summary><c>ccsp sessions …</c>; alone it lists.</summary>
internal static class SessionsCommand
{
    public static Command Create(Shell shell, Connection connection)
    {
        var list = ListCommand.Create(shell, connection);
        var command = new Command("sessions", "Look at logins, check them, and say that a lost one works again; lists without a subcommand")
        {
            list,
            CheckCommand.Create(shell, connection),
            RecoveredCommand.Create(shell, connection),
        };
        command.Options.Add(JsonOutput.Option);
        command.Action = list.Action;
        return command;
    }

    public static Argument<string> Name() => new("PROFILE") { Description = "Name of a profile, for example default" };
}
