namespace Ccsp.Gateway.Settings;

internal sealed class HostNameAttribute(string expected = "a host name or address") : TextAttribute(expected)
{
    public override bool IsValid(string text) => Uri.CheckHostName(text) != UriHostNameType.Unknown;
}
