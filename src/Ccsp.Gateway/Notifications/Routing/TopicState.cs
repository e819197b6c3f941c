using Ccsp.Contracts;

namespace Ccsp.Gateway.Notifications.Routing;

/// <summary>The last notification about a topic on a channel.</summary>
/// <param name="Severity">Severity of the problem, also after its end.</param>
/// <param name="Resolved">Whether it reported the end of the problem.</param>
/// <param name="Folded">Notices folded since.</param>
internal sealed record TopicState(DateTimeOffset At, Severity Severity, bool Resolved, int Folded);
