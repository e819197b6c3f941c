using System.CommandLine;
using Ccsp.Cli.Commands;
using Ccsp.Cli.Connecting;
using Ccsp.Contracts;

namespace Ccsp.Cli.Sessions;

/// <summary><c>ccsp sessions …</c>; lists by default.</summary>
internal static class SessionsCommand
{
    public static Command Create(Shell shell, Connection connection) => ListingCommand.Create(
        "sessions",
        "Look at logins, check them, and say that a lost one works again; lists without a subcommand",
        SessionListCommand.Create(shell, connection),
        SessionCheckCommand.Create(shell, connection),
        RecoveredCommand.Create(shell, connection));

    public static Argument<string?> Name() =>
        new("PROFILE") { Description = "Name of a profile; may be left out where one has a login", Arity = ArgumentArity.ZeroOrOne };

    /// <summary>The named profile, or the only one with a login (command engines have none).</summary>
    public static async Task<string> ProfileAsync(GatewayClient client, string? named, CancellationToken cancellationToken)
    {
        if (named is not null)
            return named;
        var all = (await client.GetProfilesAsync(cancellationToken)).Items;
        var profiles = all.Where(profile => profile.Kind is not null).ToList() is { Count: > 0 } withLogin ? withLogin : all;
        return profiles is [var only]
            ? only.Name
            : throw CliFailure.Usage($"name a profile: {string.Join(", ", profiles.Select(profile => profile.Name))}");
    }
}
