using System.Net.Http.Headers;

namespace Ccsp.Gateway.Notifications.Peers;

/// <summary>An answer, read as far as it was allowed to be.</summary>
internal sealed record PeerAnswer(string Host, int Status, HttpResponseHeaders Headers, byte[] Body, bool IsCut)
{
    public bool Ok => Status is >= 200 and < 300;
}
