using Ccsp.Gateway.Settings;

namespace Ccsp.Gateway.Configuration;

internal sealed class HostsAndPortsAttribute() : TextAttribute("host:port, several with commas between")
{
    public override bool IsValid(string text) => text.Split(',').All(part =>
        part.LastIndexOf(':') is > 0 and var colon && ushort.TryParse(part.AsSpan(colon + 1), out _));
}
