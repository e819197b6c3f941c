using Ccsp.Gateway.Queue.Redis;

namespace Ccsp.Gateway.StoreMigration;

internal sealed record MovedInstance(string Id, InstanceRow Row);
