using System.Net;
using System.Net.NetworkInformation;
using Ccsp.Cli.Terminal;
using Ccsp.Gateway.Configuration;
using Ccsp.Gateway.Storage;

namespace Ccsp.Cli.Connecting;

/// <summary>What the data folder of this machine's gateway says: where it listens and the key of whoever may read the folder.</summary>
/// <param name="Folder">Where it was looked for; null: no folder is configured and there is no home directory.</param>
/// <param name="Key">Null where there is none that may be read.</param>
/// <param name="Url">Where its gateway listens, or listened last; null where none has.</param>
/// <param name="Ignored">Why what stands in a folder is not believed, for a person.</param>
internal sealed record LocalGateway(string? Folder, string? Key, Uri? Url, string? Ignored = null)
{
    private const string KeyFile = "local.key";
    private const uint Root = 0;

    /// <summary>Whether the folder is another user's, so that nothing in it is believed.</summary>
    public bool IsForeign { get; private init; }

    /// <summary>
    /// By the same rule by which a gateway finds its folder. A <c>./data</c> nobody named may be anybody's: without a key in it the user's
    /// own folder is looked at. A folder that was found only because the caller stands in this directory counts only if it is the caller's
    /// or root's: whoever owns a directory could otherwise have the caller's prompts and key sent to a program of his.
    /// </summary>
    /// <param name="input">What the caller has said.</param>
    /// <param name="ownerOf">Whose a file is; null: the system is asked.</param>
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

    /// <summary>For a refusal: where a key was looked for.</summary>
    public string WhyNoKey => Folder is null
        ? "there is no data folder to look for one in; --data-dir or CCSP_DATA_DIR names it"
        : $"{Path.Combine(Folder, KeyFile)} "
            + $"{(File.Exists(Path.Combine(Folder, KeyFile)) ? "may not be read by this user" : "does not exist")}; --data-dir or "
            + "CCSP_DATA_DIR names the folder of the gateway";

    /// <summary>By the caller himself, or by what holds in every directory: a file in this one may be somebody else's.</summary>
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
            // Somebody else's gateway: the refusal says more than this file's mode.
            return null;
        }
    }

    /// <returns>Null for an address of another machine: the key goes with every request.</returns>
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
