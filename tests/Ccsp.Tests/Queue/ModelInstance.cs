using Ccsp.Gateway.Queue;

namespace Ccsp.Tests.Queue;

/// <param name="Lost">It was found silent and has not been heard since.</param>
internal sealed record ModelInstance(Heartbeat Beat, bool Lost)
{
    public string Id => Beat.InstanceId;

    public DateTimeOffset ValidUntil => Beat.Now + Beat.ValidFor;
}
