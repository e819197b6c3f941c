using Ccsp.Gateway.Security;

namespace Ccsp.Gateway.Api.Peers;

/// <summary>Reads the key of this data folder on demand and never keeps it.</summary>
internal sealed record PeerKey(string DataDirectory)
{
    public string Read() => File.ReadAllText(LocalKey.PathIn(DataDirectory)).Trim();
}
