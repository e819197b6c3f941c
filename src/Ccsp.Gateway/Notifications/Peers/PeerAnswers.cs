using System.Globalization;

namespace Ccsp.Gateway.Notifications.Peers;

/// <summary>Interprets answers of which only the status counts. Pure.</summary>
internal static class PeerAnswers
{
    /// <param name="option">The option that holds the address or key, which a refusal names.</param>
    /// <exception cref="PeerFailure">The answer is not a success.</exception>
    public static void ThrowUnlessOk(PeerAnswer answer, string option, DateTimeOffset now)
    {
        if (answer.Ok)
            return;
        if (answer.Status is 429 or 503 && RetryAfter(answer, now) is { } until)
            throw new PeerFailure(Said(answer), until);
        var fault = PeerFaults.OfHttp(answer.Status);
        throw new PeerFailure(Said(answer) + (fault == PeerFault.Configuration ? $"; check {option}" : ""), fault: fault);
    }

    public static string Said(PeerAnswer answer) => string.Create(CultureInfo.InvariantCulture, $"{answer.Host} answered {answer.Status}");

    /// <summary>The time in a <c>Retry-After</c> header: seconds or a date.</summary>
    public static DateTimeOffset? RetryAfter(PeerAnswer answer, DateTimeOffset now) => answer.Headers.RetryAfter switch
    {
        { Delta: { } wait } => now + (wait < TimeSpan.FromDays(1) ? wait : TimeSpan.FromDays(1)),
        { Date: { } date } => date,
        _ => null,
    };
}
