using System.CommandLine;
using System.Globalization;
using Ccsp.Cli.Commands;
using Ccsp.Cli.Connecting;
using Ccsp.Cli.Tables;
using Ccsp.Cli.Terminal;
using Ccsp.Contracts;

namespace Ccsp.Cli.Sessions;

/// <summary><c>ccsp profiles</c></summary>
internal static class ProfilesCommand
{
    private static readonly Column[] Columns =
    [
        new("PROFILE", Whole: true), new("ENGINE", Whole: true), new("KIND", MayGo: true),
        new("STATE", Whole: true, Colour: StateColours.Of), new("LIMIT", Whole: true),
        new("PLAN", MayGo: true), new("CONFIG DIR"),
    ];

    public static Command Create(Shell shell, Connection connection) => ReadingCommand.Create(
        "profiles",
        "List the configured logins and keys",
        shell,
        connection,
        (client, cancellationToken) => client.GetProfilesAsync(cancellationToken),
        JsonOutput.Readable.ProfileList,
        profiles => TableOutput.Write(shell, Columns, profiles.Items.Select(Row)));

    private static string[] Row(ProfileView profile) =>
    [
        profile.Name,
        profile.Engine,
        profile.Kind ?? "-",
        EnumNames<SessionState>.Of(profile.State),
        (profile.Gate?.Limit ?? profile.MaxConcurrent)?.ToString(CultureInfo.InvariantCulture) ?? "-",
        profile.Plan ?? "-",
        profile.ConfigDir ?? "-",
    ];
}
