using System.CommandLine;
using System.Globalization;
using Ccsp.Contracts;

namespace Ccsp.Cli.Sessions;

/// <summary><c>ccsp profiles</c></summary>
internal static class ProfilesCommand
{
    public static Command Create(Shell shell, Connection connection)
    {
        var command = new Command("profiles", "List the configured logins and keys") { JsonOutput.Option };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = connection.Open(parsed, shell);
            var profiles = await client.GetProfilesAsync(stop);
            if (parsed.GetValue(JsonOutput.Option))
                return JsonOutput.Write(shell, profiles, JsonOutput.Readable.ProfileList);
            TableOutput.Write(shell, ["PROFILE", "ENGINE", "KIND", "STATE", "LIMIT", "PLAN", "CONFIG DIR"], profiles.Items.Select(p => new[]
            {
                p.Name,
                p.Engine,
                p.Kind ?? "-",
                Words<SessionState>.Of(p.State),
                (p.Gate?.Limit ?? p.MaxConcurrent)?.ToString(CultureInfo.InvariantCulture) ?? "-",
                p.Plan ?? "-",
                p.ConfigDir ?? "-",
            }));
            return ExitCodes.Done;
        });
        return command;
    }
}
