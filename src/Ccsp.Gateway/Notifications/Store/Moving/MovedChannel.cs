using Ccsp.Gateway.Notifications.Store.Redis;

namespace Ccsp.Gateway.Notifications.Store.Moving;

internal sealed record MovedChannel(string Name, ChannelRow Row);
