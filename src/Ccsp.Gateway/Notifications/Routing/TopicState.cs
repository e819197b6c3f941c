using Ccsp.Contracts;

namespace Ccsp.Gateway.Notifications.Routing;

/// <summary>What a channel was last sent about a topic.</summary>
/// <param name="Severity">How bad the trouble was, also after its end.</param>
/// <param name="Resolved">Whether it was the end of the trouble.</param>
/// <param name="Folded">Notices since then that were not told.</param>
internal sealed record TopicState(DateTimeOffset At, Severity Severity, bool Resolved, int Folded);
