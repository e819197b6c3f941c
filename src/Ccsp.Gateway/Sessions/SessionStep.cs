namespace Ccsp.Gateway.Sessions;

/// <summary>A session's next state with what changes together with it.</summary>
/// <param name="Facts">Events, in order.</param>
internal sealed record SessionStep(Session Session, IReadOnlyList<SessionFact> Facts, GateMove Gate = GateMove.Leave)
{
    /// <summary>
    /// When that was true which led to it: of a run that was refused its begin. A gate that somebody has opened since stays open.
    /// </summary>
    public DateTimeOffset? Began { get; init; }
}

/// <param name="Type">One of <c>EventTypes</c>.</param>
internal sealed record SessionFact(string Type, string Reason);

/// <summary>What becomes of the profile's gate.</summary>
internal enum GateMove
{
    Leave,

    /// <summary>Closed without an end, unless it is.</summary>
    Hold,

    /// <summary>Opened, if it is the provider who closed it without an end.</summary>
    Open,
}

/// <summary>The data of a session's event.</summary>
internal sealed record SessionNews(string Profile, string Reason, Contracts.SessionState State);
