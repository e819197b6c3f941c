using Ccsp.Gateway.Configuration;
using Ccsp.Gateway.Storage;

namespace Ccsp.Cli;

/// <summary>What the data folder of this machine's gateway says: where it listens and the key of whoever may read the folder.</summary>
/// <param name="Folder">Where it was looked for; null: no folder is configured and there is no home directory.</param>
/// <param name="Key">Null where there is none that may be read.</param>
/// <param name="Url">Null where no gateway runs on it.</param>
internal sealed record LocalGateway(string? Folder, string? Key, Uri? Url)
{
    private const string KeyFile = "local.key";

    /// <summary>
    /// By the same rule by which a gateway finds its folder. A <c>./data</c> nobody named may be anybody's: without a key in it the user's
    /// own folder is looked at.
    /// </summary>
    public static LocalGateway Find(OptionsInput input)
    {
        var configured = OptionsLoader.DataFolder(input);
        var found = In(configured);
        return found.Key is null
            && configured == input.UsualDataFolder()
            && input.UserDataFolder() is { } own
            && own != configured
            && In(own) is { Key: not null } users
            ? users
            : found;
    }

    /// <summary>For a refusal: where a key was looked for.</summary>
    public string WhyNoKey => Folder is null
        ? "there is no data folder to look for one in; --data-dir or CCSP_DATA_DIR names it"
        : $"{Path.Combine(Folder, KeyFile)} "
            + $"{(File.Exists(Path.Combine(Folder, KeyFile)) ? "may not be read by this user" : "does not exist")}; --data-dir or "
            + "CCSP_DATA_DIR names the folder of the gateway";

    private static LocalGateway In(string? folder) =>
        folder is null ? new(null, null, null) : new(folder, ReadKey(Path.Combine(folder, KeyFile)), UrlOf(folder));

    private static string? ReadKey(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path).Trim() : null;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // Somebody else's gateway: the refusal says more than this file's mode.
            return null;
        }
    }

    private static Uri? UrlOf(string folder) =>
        DataFolderLock.HolderOf(folder) is { Url: { } text } holder
            && holder.Host == Environment.MachineName
            && Directory.Exists($"/proc/{holder.Pid}")
        && Uri.TryCreate(
            text.Replace("//0.0.0.0:", "//127.0.0.1:", StringComparison.Ordinal).Replace("//[::]:", "//[::1]:", StringComparison.Ordinal),
            UriKind.Absolute, out var url)
        && url.Scheme == Uri.UriSchemeHttp
            ? url
            : null;
}
