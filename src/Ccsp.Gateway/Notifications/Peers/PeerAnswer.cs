using System.Net.Http.Headers;

namespace Ccsp.Gateway.Notifications.Peers;

/// <summary>An HTTP answer; its body may be cut at the limit.</summary>
internal sealed record PeerAnswer(string Host, int Status, HttpResponseHeaders Headers, byte[] Body, bool IsCut)
{
    public bool Ok => Status is >= 200 and < 300;
}
