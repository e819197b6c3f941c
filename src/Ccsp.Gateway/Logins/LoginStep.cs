namespace Ccsp.Gateway.Logins;

/// <summary>A login's next state with everything that changes together with it.</summary>
/// <param name="Facts">Events, in order.</param>
internal sealed record LoginStep(LoginState Session, IReadOnlyList<LoginFact> Facts, GateMove Gate = GateMove.Leave)
{
    /// <summary>The time of the underlying fact; for a refused run, its start. A gate that was opened since then stays open.</summary>
    public DateTimeOffset? Began { get; init; }
}
