using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Logins;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ccsp.Gateway.Api;

/// <summary>Profiles and their login states.</summary>
internal static class SessionRoutes
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var sessions = api.MapGroup("/sessions").WithTags("sessions");
        sessions.MapMethods("/", Documentation.Reading, ListAsync).IsPolled().Is("listSessions", "Whether each profile is logged in.");
        sessions.MapPost("/{profile}/check", CheckAsync).Refuses(404)
            .Is("checkSession", "Ask the engine now whether a profile is logged in. Spends nothing.");
        sessions.MapPost("/{profile}/recovered", RecoverAsync).Refuses(404)
            .Is(
                "recoverSession",
                "Say that a lost login works again. Unless the engine denies it, the next run is let in alone to show it.");
        api.MapMethods("/profiles", Documentation.Reading, ProfilesAsync).WithTags("sessions").IsPolled()
            .Is("listProfiles", "The configured profiles, without their secrets.");
    }

    private static async Task<Results<Ok<SessionList>, Refusal>> ListAsync(LoginMonitor monitor, CancellationToken cancellationToken)
    {
        List<SessionView> views = [];
        foreach (var session in await monitor.ListAsync(cancellationToken))
            views.Add(await ViewAsync(monitor, session, cancellationToken));
        return TypedResults.Ok(new SessionList(views));
    }

    private static async Task<Results<Ok<SessionView>, Refusal>> CheckAsync(
        string profile, LoginMonitor monitor, CancellationToken cancellationToken) =>
        monitor.Profiles.ContainsKey(profile)
            ? TypedResults.Ok(await ViewAsync(monitor, await monitor.CheckAsync(profile, cancellationToken), cancellationToken))
            : NoProfile(profile);

    private static async Task<Results<Ok<SessionView>, Refusal>> RecoverAsync(
        HttpContext context, string profile, LoginMonitor monitor) =>
        monitor.Profiles.ContainsKey(profile)
            ? TypedResults.Ok(
                await ViewAsync(
                    monitor, await monitor.RecoverAsync(profile, $"{CallerOf.Request(context).Name} said so", context.RequestAborted),
                    context.RequestAborted))
            : NoProfile(profile);

    private static async Task<Results<Ok<ProfileList>, Refusal>> ProfilesAsync(
        LoginMonitor monitor, ITaskStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        var sessions = (await monitor.ListAsync(cancellationToken)).ToDictionary(session => session.Profile, StringComparer.Ordinal);
        var gates = await store.GatesAsync(cancellationToken);
        return TypedResults.Ok(
            new ProfileList(
                [.. monitor.Profiles.Values.OrderBy(profile => profile.Name, StringComparer.Ordinal).Select(profile => Views.Profile(
            profile, sessions[profile.Name], gates.FirstOrDefault(gate => gate.Name == GateNames.Profile(profile.Name)),
            time.GetUtcNow()))]));
    }

    private static async Task<SessionView> ViewAsync(LoginMonitor monitor, LoginState session, CancellationToken cancellationToken) =>
        Views.Session(session, await monitor.IssueNumberAsync(session.Profile, cancellationToken));

    private static Refusal NoProfile(string name) => new(Problems.NotFound($"There is no profile {name}."));
}
