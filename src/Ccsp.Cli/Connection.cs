using System.CommandLine;
using Ccsp.Contracts;

namespace Ccsp.Cli;

/// <summary>The options that say where the gateway is and with which key, for every command that talks to it.</summary>
internal sealed class Connection
{
    private readonly Option<string?> _url = new("--url") { Description = "Address of the gateway; else CCSP_URL, else http://127.0.0.1:3001", HelpName = "URL", Recursive = true };

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
    }

    public GatewayClient Open(ParseResult parsed, Shell shell) => Open(shell, parsed.GetValue(_url), parsed.GetValue(_key));

    public static GatewayClient Open(Shell shell, string? url = null, string? key = null) => new(new GatewayClientOptions
    {
        Url = UrlOf(url ?? shell.Variable("CCSP_URL")),
        Key = key ?? LocalKey.Find(shell),
        Clock = shell.Clock,
        OnReconnect = sentence => shell.Error.WriteLine("ccsp: " + sentence),
    });

    private static Uri UrlOf(string? text)
    {
        if (text is null)
            return GatewayClientOptions.DefaultUrl;
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            ? url
            : throw CliFailure.Usage($"'{text}' is no address of a gateway; write http://HOST:PORT");
    }
}
