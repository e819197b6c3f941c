using System.Net;

namespace Ccsp.Gateway.Api.Peers;

/// <summary>Another instance refuses this one, and goes on doing so: no answer of it is one to the question.</summary>
internal sealed class PeerRefused(HttpStatusCode status) : HttpRequestException(
    status == HttpStatusCode.Unauthorized
        ? "refuses the key of this instance (401): the two do not share a store any more, or one cannot write to it"
        : $"refuses this instance ({(int)status})",
    null, status);
