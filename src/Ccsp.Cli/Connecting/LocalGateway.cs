using System.Net;
using System.Net.NetworkInformation;
using Ccsp.Cli.Terminal;
using Ccsp.Gateway.Configuration;
using Ccsp.Gateway.Storage;

namespace Ccsp.Cli.Connecting;

/// <summary>What the local gateway's data folder contains: its address, and the key for users who may read the folder.</summary>
/// <param name="Folder">The folder that was searched; null: none is configured and there is no home directory.</param>
/// <param name="Key">Null when there is no readable one.</param>
/// <param name="Url">Current or last address of its gateway; null without one.</param>
/// <param name="Ignored">Why the content of a folder is not trusted, for people.</param>
internal sealed record LocalGateway(string? Folder, string? Key, Uri? Url, string? Ignored = null)
{
    private const string KeyFile = "local.key";
    private const uint Root = 0;

    /// <summary>Whether the folder belongs to another user, so that its content is not trusted.</summary>
    public bool IsForeign { get; private init; }

    /// <summary>
    /// Finds the folder by the same rule as a gateway. A <c>./data</c> that was not named may be anybody's: without a key in it the user's
    /// own folder is used. A folder found only through the working directory counts only if it belongs to the caller or root: otherwise the
    /// owner of any directory could redirect the caller's prompts and key to his own program.
    /// </summary>
    /// <param name="input">The caller's configuration sources.</param>
    /// <param name="ownerOf">Returns a file's owner; null: ask the system.</param>
    public static LocalGateway Find(OptionsInput input, Func<string, uint?>? ownerOf = null)
    {
        var configured = OptionsLoader.DataFolder(input);
        var found = In(configured, IsNamed(input, configured) ? Anybody : ownerOf ?? FileOwner.Of);
        return found.Key is null
            && configured == input.UsualDataFolder()
            && input.UserDataFolder() is { } own
            && own != configured
            && In(own, Anybody) is { Key: not null } users
            ? users with { Ignored = found.Ignored ?? users.Ignored }
            : found;
    }

    /// <summary>For an error: where a key was searched.</summary>
    public string WhyNoKey => Folder is null
        ? "there is no data folder to look for one in; --data-dir or CCSP_DATA_DIR names it"
        : $"{Path.Combine(Folder, KeyFile)} "
            + $"{(File.Exists(Path.Combine(Folder, KeyFile)) ? "may not be read by this user" : "does not exist")}; --data-dir or "
            + "CCSP_DATA_DIR names the folder of the gateway";

    /// <summary>
    /// Named by the caller, or by a source that applies in every directory: a file in the working directory may be somebody else's.
    /// </summary>
    private static bool IsNamed(OptionsInput input, string? folder) =>
        input.Flags.Any(flag => flag.Path == "dataDir")
        || VariableNames.Keys.Where(known => known.Value == "dataDir").Any(known => input.Environment.ContainsKey(known.Key))
        || OptionsLoader.DataFolder(input with { WorkingDirectory = null }) == folder;

    private static uint? Anybody(string file) => Root;

    private static LocalGateway In(string? folder, Func<string, uint?> ownerOf)
    {
        if (folder is null)
            return new(null, null, null);
        string[] paths = [folder, .. new[] { KeyFile, DataFolderLock.HolderFile }.Select(name => Path.Combine(folder, name))];
        foreach (var path in paths.Where(Path.Exists))
        {
            if (ownerOf(path) is { } owner && owner != Root && owner != FileOwner.Own)
                return new(folder, null, null, $"{path} belongs to another user and is not used; --data-dir names a folder all the same")
                {
                    IsForeign = true,
                };
        }

        var key = ReadKey(Path.Combine(folder, KeyFile));
        if (DataFolderLock.HolderOf(folder) is not { Url: { } text } holder || holder.Host != Environment.MachineName)
            return new(folder, key, null);
        return UrlOf(text) is { } url
            ? new(folder, key, url)
            : new(folder, key, null, $"{folder} names the gateway {PlainText.OneLine(text, 100)}, which is not on this machine; use --url");
    }

    private static string? ReadKey(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path).Trim() : null;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // Another user's gateway: the error explains that better than this file's mode.
            return null;
        }
    }

    /// <returns>Null for an address of another machine, because every request carries the key.</returns>
    private static Uri? UrlOf(string text) =>
        Uri.TryCreate(
            text.Replace("//0.0.0.0:", "//127.0.0.1:", StringComparison.Ordinal).Replace("//[::]:", "//[::1]:", StringComparison.Ordinal),
            UriKind.Absolute, out var url)
        && url.Scheme == Uri.UriSchemeHttp
        && (url.IsLoopback || (IPAddress.TryParse(url.Host, out var address) && IsOfThisMachine(address)))
            ? url
            : null;

    private static bool IsOfThisMachine(IPAddress address) => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(networkInterface => networkInterface.GetIPProperties().UnicastAddresses).Any(own => own.Address.Equals(address));
}
