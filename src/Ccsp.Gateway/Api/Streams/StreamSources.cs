using Ccsp.Gateway.Api.Peers;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;

namespace Ccsp.Gateway.Api.Streams;

internal sealed record StreamSources(ITaskStore Store, EventHub Hub, OutputViews Outputs, TimeProvider Time, ApiOptions Options);
