using Ccsp.Gateway.Engines;

namespace Ccsp.Gateway.Logins;

/// <summary>Something that tells about a login.</summary>
internal abstract record Observation(DateTimeOffset At)
{
    /// <summary>A run ended in a way that is only possible with a login the provider takes.</summary>
    internal sealed record Worked(DateTimeOffset At) : Observation(At);

    /// <summary>A run was refused by the provider.</summary>
    /// <param name="Billing">For money, not for the login.</param>
    internal sealed record Refused(bool Billing, string Message, DateTimeOffset At) : Observation(At)
    {
        /// <summary>When that run began; null when nobody noted it.</summary>
        public DateTimeOffset? Began { get; init; }
    }

    /// <summary>The provider's refusal closed the gate; the ending of that run is still to come.</summary>
    internal sealed record Held(string Reason, DateTimeOffset At) : Observation(At);

    /// <summary>The engine was asked.</summary>
    internal sealed record Checked(LoginAnswer Answer, DateTimeOffset At) : Observation(At);

    /// <summary>A check was due, and a run had answered it.</summary>
    internal sealed record Spared(DateTimeOffset At) : Observation(At);

    /// <summary>Somebody says, or something hints, that a lost login may be back.</summary>
    /// <param name="By">For people, for example <c>anna said so</c>.</param>
    /// <param name="Answer">What the engine says to it; null when it was not asked.</param>
    internal sealed record Recovery(string By, LoginAnswer? Answer, DateTimeOffset At) : Observation(At);

    /// <summary>The credentials file was looked at: no news, only its mark.</summary>
    /// <param name="By">The instance whose file it is.</param>
    internal sealed record Marked(CredentialsMark? Mark, bool AskAgain, string By, DateTimeOffset At) : Observation(At);

    /// <summary>Time went by.</summary>
    internal sealed record Passed(DateTimeOffset At) : Observation(At);

    /// <summary>A follow-up is done; identified, because another instance may have recorded it already.</summary>
    internal sealed record Done(LoginFollowUp FollowUp, DateTimeOffset At) : Observation(At);
}
