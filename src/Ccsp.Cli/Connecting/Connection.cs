using System.CommandLine;
using Ccsp.Cli.Terminal;
using Ccsp.Contracts;
using Ccsp.Gateway.Configuration;

namespace Ccsp.Cli.Connecting;

/// <summary>The options that locate the gateway and its key, for every command that calls it.</summary>
internal sealed class Connection
{
    private const string FolderVariable = "CCSP_DATA_DIR";

    private readonly Option<string?> _url = new("--url")
    {
        Description = "Address of the gateway; else CCSP_URL, the gateway of the data folder, http://127.0.0.1:3001",
        HelpName = "URL",
        Recursive = true,
    };

    /// <summary>Applies to this command too, because a gateway and its clients find the same folder.</summary>
    public static Option<string?> DataFolder { get; } = new("--data-dir")
    {
        Description = "Data folder; else CCSP_DATA_DIR, the configuration, ./data where it is one, ~/.local/share/ccsp",
        HelpName = "DIR",
        Recursive = true,
    };

    private readonly Option<string?> _key = new("--key")
    {
        Description = "API key; else CCSP_API_KEY, else the file local.key of the data folder",
        HelpName = "KEY",
        Recursive = true,
    };

    public void AddTo(RootCommand root)
    {
        root.Add(_url);
        root.Add(_key);
        root.Add(DataFolder);
    }

    public GatewayClient Open(ParseResult parsed, Shell shell) =>
        Open(shell, parsed.GetValue(_url), parsed.GetValue(_key), parsed.GetValue(DataFolder));

    /// <summary>The data folder of the called gateway, if it is on this machine and exists.</summary>
    public string? LocalFolder(ParseResult parsed, Shell shell)
    {
        var url = UrlOf(parsed.GetValue(_url) ?? shell.Variable("CCSP_URL"));
        if (url is { IsLoopback: false })
            return null;
        var local = Local(shell, parsed.GetValue(DataFolder));
        return !local.IsForeign && Directory.Exists(local.Folder) ? local.Folder : null;
    }

    public static GatewayClient Open(Shell shell, string? url = null, string? key = null, string? dataFolder = null)
    {
        var local = new Lazy<LocalGateway>(() => Local(shell, dataFolder));
        var own = key ?? shell.Variable("CCSP_API_KEY") ?? local.Value.Key;
        var address = UrlOf(url ?? shell.Variable("CCSP_URL")) ?? UrlOf(local.Value, dataFolder, shell)
            ?? GatewayClientOptions.DefaultUrl;
        if (local is { IsValueCreated: true, Value.Ignored: { } ignored })
            shell.Error.WriteLine("ccsp: " + ignored);
        return new(new GatewayClientOptions
        {
            Url = address,
            Key = own,
            NoKeyBecause = own is null ? local.Value.WhyNoKey : null,
            Clock = shell.Clock,
            OnReconnect = sentence => shell.Error.WriteLine("ccsp: " + sentence),
        });
    }

    private static LocalGateway Local(Shell shell, string? dataFolder) => LocalGateway.Find(shell.Configuration() with
    {
        Flags = dataFolder is null ? [] : [new OptionsFlag(DataFolder.Name, "dataDir", dataFolder)],
    });

    /// <summary>A named folder that does not exist is probably misspelt; the default address could lead to another gateway.</summary>
    private static Uri? UrlOf(LocalGateway local, string? dataFolder, Shell shell)
    {
        var name = dataFolder is not null ? DataFolder.Name : shell.Variable(FolderVariable) is not null ? FolderVariable : null;
        return name is null || local.Folder is not { } folder || Directory.Exists(folder) ? local.Url
            : throw new CliFailure(
                $"{name}: there is no folder {PlainText.OneLine(folder, 300)}, so no gateway has used it; correct the name, or start a "
                + "gateway there with 'ccsp serve'", ExitCodes.Unreachable);
    }

    private static Uri? UrlOf(string? text)
    {
        if (text is null)
            return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            ? url
            : throw CliFailure.Usage($"'{text}' is no address of a gateway; write http://HOST:PORT");
    }
}
