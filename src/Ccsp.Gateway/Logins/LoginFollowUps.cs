using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Logins;

/// <summary>Carries out a login's pending follow-ups. Each may run twice; see <see cref="LoginAlerts"/>.</summary>
internal sealed class LoginFollowUps(ITaskStore tasks, LoginAlerts alerts, IReadOnlyDictionary<string, LoginProfile> profiles)
{
    private const int Counted = 1000;

    public async Task DoAsync(LoginState session, LoginFollowUp followUp, CancellationToken cancellationToken)
    {
        var profile = profiles.GetValueOrDefault(session.Profile);
        switch (followUp.Kind)
        {
            case LoginFollowUpKind.OpenIssue:
                var waiting = await WaitingAsync(session.Profile, cancellationToken);
                await alerts.OpenIssue(
                    LoginMessages.Lost(session, profile, followUp, waiting, waiting.Count < Counted ? waiting.Count : null),
                    cancellationToken);
                break;
            case LoginFollowUpKind.CloseIssue:
                await alerts.CloseIssue(LoginProfile.KeyOf(session.Profile), followUp.Occurrence, LoginMessages.Recovered(followUp),
                    cancellationToken);
                break;
            case LoginFollowUpKind.Warn:
                await alerts.Warn(LoginMessages.Expiring(session, profile, followUp), cancellationToken);
                break;
            case LoginFollowUpKind.Probe:
                await alerts.Probe(session.Profile, followUp.Occurrence, cancellationToken);
                break;
            default:
                throw new InvalidOperationException($"No way to do {followUp}.");
        }
    }

    public Task<int?> IssueNumberAsync(string profile, CancellationToken cancellationToken) =>
        alerts.IssueNumber(LoginProfile.KeyOf(profile), cancellationToken);

    /// <summary>Tasks waiting for the profile, and those about to: their refused runs are being stopped.</summary>
    public async Task<IReadOnlyList<string>> WaitingAsync(string profile, CancellationToken cancellationToken)
    {
        var refused = await ListAsync(TaskState.Stopping, task => task.Stop?.Reason == StopReason.Login);
        var parked = await ListAsync(TaskState.Scheduled, task => task.WaitReason is WaitReason.Session or WaitReason.Limit);
        var ready = await ListAsync(TaskState.Ready, _ => true);
        // One that was parked meanwhile was found twice.
        return [.. refused.Concat(parked).Concat(ready).Distinct(StringComparer.Ordinal).Take(Counted)];

        async Task<IEnumerable<string>> ListAsync(TaskState state, Func<AgentTask, bool> waits) =>
            (await tasks.ListAsync(
                new TaskFilter { Profile = profile, State = state, Limit = Counted, TextCharacters = 0 }, cancellationToken))
            .Items.Where(item => waits(item.Task)).Select(item => item.Task.Id);
    }
}
