using System.Globalization;
using Ccsp.Gateway.Notifications.Peers;

namespace Ccsp.Gateway.Notifications.GitHub;

/// <summary>Interprets GitHub's status and headers. Pure.</summary>
internal static class GithubLimits
{
    private static readonly TimeSpan UnknownWait = TimeSpan.FromMinutes(1);

    /// <returns>Null for a usable answer; otherwise the reason, and for rate limits the time GitHub names.</returns>
    public static PeerFailure? Judge(PeerAnswer answer, string repository, DateTimeOffset now)
    {
        if (answer.Ok || answer.Status is 304 or 410)
            return null;
        if (answer.Status is 403 or 429 && Until(answer, now) is { } until)
            return new PeerFailure($"{PeerAnswers.Said(answer)}: its rate limit is reached", until);
        return new PeerFailure(answer.Status switch
        {
            401 => $"{PeerAnswers.Said(answer)}: it does not accept GITHUB_TOKEN",
            403 => $"{PeerAnswers.Said(answer)}: GITHUB_TOKEN may not do this in {repository}; it needs to write issues",
            404 => $"{PeerAnswers.Said(answer)}: there is no {repository}, or GITHUB_TOKEN may not see it",
            422 => $"{PeerAnswers.Said(answer)}: it does not accept the issue",
            _ => PeerAnswers.Said(answer),
        });
    }

    /// <summary>
    /// In GitHub's order: Retry-After, then the reset of an exhausted rate limit, otherwise a minute if it is a rate limit.
    /// </summary>
    private static DateTimeOffset? Until(PeerAnswer answer, DateTimeOffset now)
    {
        if (PeerAnswers.RetryAfter(answer, now) is { } asked)
            return asked;
        if (Number(answer, "x-ratelimit-remaining") == 0)
            return Number(answer, "x-ratelimit-reset") is { } reset and > 0 and < 253402300800 ? DateTimeOffset.FromUnixTimeSeconds(reset)
                : now + UnknownWait;
        return answer.Status == 429 ? now + UnknownWait : null;
    }

    private static long? Number(PeerAnswer answer, string header) =>
        answer.Headers.TryGetValues(header, out var values)
        && long.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
