using System.CommandLine;
using System.Globalization;
using Ccsp.Contracts;

namespace Ccsp.Cli.Sessions;

/// <summary><c>ccsp profiles</c></summary>
internal static class ProfilesCommand
{
    public static Command Create(Shell shell, Connection connection) => ReadingCommand.Create(
        "profiles",
        "List the configured logins and keys",
        shell,
        connection,
        (client, stop) => client.GetProfilesAsync(stop),
        JsonOutput.Readable.ProfileList,
        profiles => TableOutput.Write(shell, ["PROFILE", "ENGINE", "KIND", "STATE", "LIMIT", "PLAN", "CONFIG DIR"], profiles.Items.Select(Row)));

    private static string[] Row(ProfileView profile) =>
    [
        profile.Name,
        profile.Engine,
        profile.Kind ?? "-",
        Words<SessionState>.Of(profile.State),
        (profile.Gate?.Limit ?? profile.MaxConcurrent)?.ToString(CultureInfo.InvariantCulture) ?? "-",
        profile.Plan ?? "-",
        profile.ConfigDir ?? "-",
    ];
}
