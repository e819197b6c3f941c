using System.Net;

namespace Ccsp.Gateway.Api.Peers;

/// <summary>Another instance permanently refuses this one's key, so its answers say nothing about the question.</summary>
internal sealed class PeerRefused(HttpStatusCode status) : HttpRequestException(
    status == HttpStatusCode.Unauthorized
        ? "refuses the key of this instance (401): the two do not share a store any more, or one cannot write to it"
        : $"refuses this instance ({(int)status})",
    null, status);
