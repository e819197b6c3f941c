using Ccsp.Gateway.Queue.Redis;

namespace Ccsp.Gateway.Queue.Moving;

internal sealed record MovedInstance(string Id, InstanceRow Row);
