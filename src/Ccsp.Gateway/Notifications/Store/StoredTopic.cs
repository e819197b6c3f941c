using Ccsp.Gateway.Notifications.Routing;

namespace Ccsp.Gateway.Notifications.Store;

/// <summary>The stored form of a channel's topic state.</summary>
internal sealed record StoredTopic(string Channel, string Topic, TopicState State);
