using Ccsp.Gateway.Configuration;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Security;

namespace Ccsp.Gateway.Hosting;

/// <summary>Files a task must not read with the gateway's rights, wherever they are and whatever they are called.</summary>
internal static class OwnFiles
{
    /// <param name="read">The files they were read from.</param>
    public static IReadOnlyList<string> Of(GatewayOptions options, IEnumerable<string> read)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string[] logins = [Path.Combine(home, ".claude"), .. options.Profiles.Values.Select(profile => profile.ConfigDir).OfType<string>()];
        string[] settings = ["config/ccsp.json", ".env", "/etc/ccsp/ccsp.json", Path.Combine(home, ".config/ccsp/ccsp.json"), .. read];
        // The data folder is off limits anyway; these entries cover hard links outside it.
        string[] data = [LocalKey.PathIn(options.DataDir), Path.Combine(options.DataDir, QueueFeature.FileName)];
        return [.. SecretCheck.Files(options), .. logins.Select(folder => Path.Combine(folder, ".credentials.json")),
            .. settings.Select(Path.GetFullPath), .. data];
    }
}
