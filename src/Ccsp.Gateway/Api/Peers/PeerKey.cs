using Ccsp.Gateway.Security;

namespace Ccsp.Gateway.Api.Peers;

/// <summary>The key of this data folder, read when it is needed and never kept.</summary>
internal sealed record PeerKey(string DataDirectory)
{
    public string Read() => File.ReadAllText(LocalKey.PathIn(DataDirectory)).Trim();
}
