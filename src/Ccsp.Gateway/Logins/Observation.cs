using Ccsp.Gateway.Engines;

namespace Ccsp.Gateway.Logins;

/// <summary>New information about a login.</summary>
internal abstract record Observation(DateTimeOffset At)
{
    /// <summary>A run ended in a way that requires an accepted login.</summary>
    internal sealed record Worked(DateTimeOffset At) : Observation(At);

    /// <summary>The provider refused a run.</summary>
    /// <param name="Billing">Because of billing, not of the login.</param>
    internal sealed record Refused(bool Billing, string Message, DateTimeOffset At) : Observation(At)
    {
        /// <summary>When that run began; null when unknown.</summary>
        public DateTimeOffset? Began { get; init; }
    }

    /// <summary>The provider's refusal closed the gate; the end of that run is still to come.</summary>
    internal sealed record Held(string Reason, DateTimeOffset At) : Observation(At);

    /// <summary>The engine was asked.</summary>
    internal sealed record Checked(LoginAnswer Answer, DateTimeOffset At) : Observation(At);

    /// <summary>A check was due, but a recent run made it unnecessary.</summary>
    internal sealed record Spared(DateTimeOffset At) : Observation(At);

    /// <summary>Somebody claims, or something suggests, that a lost login works again.</summary>
    /// <param name="By">For people, for example <c>anna said so</c>.</param>
    /// <param name="Answer">The engine's answer; null when it was not asked.</param>
    internal sealed record Recovery(string By, LoginAnswer? Answer, DateTimeOffset At) : Observation(At);

    /// <summary>The credentials file was checked: only its mark is recorded.</summary>
    /// <param name="By">The instance that owns the file.</param>
    internal sealed record Marked(CredentialsMark? Mark, bool AskAgain, string By, DateTimeOffset At) : Observation(At);

    /// <summary>Time has passed.</summary>
    internal sealed record Passed(DateTimeOffset At) : Observation(At);

    /// <summary>A follow-up is done; identified, because another instance may have recorded it already.</summary>
    internal sealed record Done(LoginFollowUp FollowUp, DateTimeOffset At) : Observation(At);
}
