using System.Globalization;
using Ccsp.Gateway.Notifications.Peers;

namespace Ccsp.Gateway.Notifications.GitHub;

/// <summary>Interprets GitHub's status and headers. Pure.</summary>
internal static class GithubLimits
{
    private static readonly TimeSpan UnknownWait = TimeSpan.FromMinutes(1);

    /// <param name="isIssue">Whether it answers a call to one issue, and not to all of the repository.</param>
    /// <returns>Null for a usable answer; otherwise the reason, and for rate limits the time GitHub names.</returns>
    public static PeerFailure? Judge(PeerAnswer answer, string repository, bool isIssue, DateTimeOffset now)
    {
        if (answer.Ok || answer.Status == 304)
            return null;
        if (answer.Status is 403 or 429 && Until(answer, now) is { } until)
            return new PeerFailure($"{PeerAnswers.Said(answer)}: its rate limit is reached", until);
        return new PeerFailure(answer.Status switch
        {
            401 => $"{PeerAnswers.Said(answer)}: it does not accept GITHUB_TOKEN (notify.github.token)",
            403 => $"{PeerAnswers.Said(answer)}: GITHUB_TOKEN may not do this in {repository}; it needs to write issues",
            404 => $"{PeerAnswers.Said(answer)}: there is no {repository} (notify.github.repository), or GITHUB_TOKEN may not see it",
            410 => $"{PeerAnswers.Said(answer)}: {(isIssue ? "the issue was deleted" : $"issues are switched off in {repository}")}",
            422 => $"{PeerAnswers.Said(answer)}: it does not accept the issue",
            _ => PeerAnswers.Said(answer),
        }, fault: isIssue && answer.Status == 410 ? PeerFault.Permanent : PeerFaults.OfHttp(answer.Status));
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
