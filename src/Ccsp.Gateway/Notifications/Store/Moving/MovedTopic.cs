using Ccsp.Gateway.Notifications.Routing;

namespace Ccsp.Gateway.Notifications.Store.Moving;

internal sealed record MovedTopic(string Channel, string Topic, TopicState Heard);
