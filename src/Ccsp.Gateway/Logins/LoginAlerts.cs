namespace Ccsp.Gateway.Logins;

/// <summary>
/// Alerts to people about logins, wired in Hosting. Each is durable when the call returns, and repeating it with the same occurrence
/// changes nothing.
/// </summary>
/// <param name="Warn">Warns that a login expires soon. Losses and recoveries need no call: they are stored events.</param>
/// <param name="OpenIssue">Opens the issue of a profile, or comments on it when it is open.</param>
/// <param name="CloseIssue">Closes it with a comment, if it is open.</param>
/// <param name="IssueNumber">The open issue's number; null when none is open or the tracker does not answer.</param>
/// <param name="Probe">Starts a tiny run of a profile.</param>
internal sealed record LoginAlerts(WarnOfExpiry Warn, OpenIssue OpenIssue, CloseIssue CloseIssue, FindIssue IssueNumber, StartProbe Probe)
{
    /// <summary>No alerts.</summary>
    public static LoginAlerts None { get; } = new(
        (_, _) => Task.CompletedTask, (_, _) => Task.CompletedTask, (_, _, _, _) => Task.CompletedTask,
            (_, _) => Task.FromResult<int?>(null), (_, _, _) => Task.CompletedTask);
}
