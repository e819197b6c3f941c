using System.CommandLine;
using Ccsp.Contracts;

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

    public static Argument<string?> Name() =>
        new("PROFILE") { Description = "Name of a profile; may be left out where there is one", Arity = ArgumentArity.ZeroOrOne };

    /// <summary>The named profile, or the only one.</summary>
    public static async Task<string> ProfileAsync(GatewayClient client, string? named, CancellationToken stop)
    {
        if (named is not null)
            return named;
        var profiles = (await client.GetProfilesAsync(stop)).Items;
        return profiles is [var only]
            ? only.Name
            : throw CliFailure.Usage($"name a profile: {string.Join(", ", profiles.Select(profile => profile.Name))}");
    }
}
