namespace Ccsp.Gateway.Logins;

/// <summary>A session's next state with what changes together with it.</summary>
/// <param name="Facts">Events, in order.</param>
internal sealed record LoginStep(LoginState Session, IReadOnlyList<LoginFact> Facts, GateMove Gate = GateMove.Leave)
{
    /// <summary>
    /// When that was true which led to it: of a run that was refused its begin. A gate that somebody has opened since stays open.
    /// </summary>
    public DateTimeOffset? Began { get; init; }
}
