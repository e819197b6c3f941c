using Ccsp.Gateway.Notifications.Routing;

namespace Ccsp.Gateway.Notifications.Store;

/// <summary>What a channel last heard about a topic, as it is stored.</summary>
internal sealed record StoredTopic(string Channel, string Topic, TopicState State);
