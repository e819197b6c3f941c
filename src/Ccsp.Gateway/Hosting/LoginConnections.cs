using Ccsp.Contracts;
using Ccsp.Gateway.Configuration;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Logins;
using Ccsp.Gateway.Notifications;
using Ccsp.Gateway.Notifications.GitHub;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Hosting;

/// <summary>Connects the login monitor with the features it must not know: profiles, notifications, the queue's submissions.</summary>
internal static class LoginConnections
{
    public static IServiceCollection AddLoginConnections(this IServiceCollection services, GatewayOptions options) => services
        .AddSingleton(provider => new LoginWatcher(provider.GetRequiredService<Instance>().Id))
        .AddSingleton(AlertsOf)
        .AddSingleton<StillBroken>(provider => provider.GetRequiredService<LoginMonitor>().IsStillLostAsync)
        .AddSingleton<IReadOnlyDictionary<string, LoginProfile>>(provider => ProfilesOf(
            options.Profiles, provider.GetRequiredService<IReadOnlyDictionary<string, Profile>>(),
            provider.GetRequiredService<EngineCatalog>()));

    private static Dictionary<string, LoginProfile> ProfilesOf(
        IReadOnlyDictionary<string, ProfileOptions> configured, IReadOnlyDictionary<string, Profile> resolved, EngineCatalog engines)
    {
        var own = OwnEnvironment.Read();
        return configured
            .Select(profile => (profile.Value.IsImplicit, Session: Of(profile.Key, profile.Value)))
            // An implicit profile of an engine without a login has nothing to monitor.
            .Where(profile => !profile.IsImplicit || profile.Session.Question is not null)
            .ToDictionary(profile => profile.Session.Name, profile => profile.Session, StringComparer.Ordinal);

        LoginProfile Of(string name, ProfileOptions config)
        {
            var surroundings = new ProfileSurroundings(resolved[name].IsDefault, resolved[name].Environment, own);
            var question = engines.TryGet(config.Engine, out var engine) && engine is ILoginQuestion asked ? asked.Ask(surroundings) : null;
            return new LoginProfile(name, config.Engine, question, config.MaxConcurrent) { Plan = config.Plan };
        }
    }

    /// <summary>Only issues and warnings: losses and recoveries are stored events, which are routed by themselves.</summary>
    private static LoginAlerts AlertsOf(IServiceProvider provider)
    {
        var (notifier, issues) = (provider.GetRequiredService<Notifier>(), provider.GetRequiredService<IssueTracker>());
        var (store, ids, time) =
            (provider.GetRequiredService<ITaskStore>(), provider.GetRequiredService<TaskId>(), provider.GetRequiredService<TimeProvider>());
        return new LoginAlerts(
            (message, cancellationToken) => notifier.RaiseAsync(Warning(message, time.GetUtcNow()), cancellationToken),
            (message, cancellationToken) =>
                issues.OpenAsync(new NewIssue(message.Key, message.Occurrence, message.Title, message.Body, message.Labels),
                cancellationToken),
            issues.CloseAsync,
            issues.NumberAsync,
            (profile, occurrence, cancellationToken) => ProbeAsync(store, ids, profile, occurrence, time.GetUtcNow(), cancellationToken));
    }

    private static Notice Warning(LoginMessage message, DateTimeOffset now) => new()
    {
        Key = $"{message.Key} {message.Occurrence}",
        Kind = "session.expiring",
        // Not the topic of the loss, whose incident must not end with a renewal.
        Topic = $"{message.Key}/expiry",
        Severity = Severity.Warning,
        Title = message.Title,
        Body = message.Body,
        At = now,
    };

    /// <summary>Its idempotency key turns a repeated start into the same task.</summary>
    private static Task<IReadOnlyList<SubmitOutcome>> ProbeAsync(ITaskStore store, TaskId ids, string profile, string occurrence,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        var spec = new TaskSubmission { Prompt = "Answer with the one word: yes", Profile = profile, Priority = Priority.Urgent,
            Agent = "ccsp-sessions", Type = "session-probe", MaxTurns = 1, TimeoutSeconds = 120, Retries = 0 };
        var submit = new Submit(new NewTask(ids.Next(), spec), "ccsp-sessions", $"{profile} {occurrence}", ContentHash: "probe");
        return store.SubmitAsync(new SubmitBatch([submit], Atomic: true, now), cancellationToken);
    }
}
