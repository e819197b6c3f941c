using Ccsp.Contracts;
using Ccsp.Gateway.Engines;
using Xunit;

namespace Ccsp.Tests.Api;

public sealed class SessionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task Every_profile_has_a_session_from_the_start()
    {
        await using var host = await ApiHost.StartAsync();
        var sessions = await host.GetAsync<SessionList>("/api/v1/sessions");
        Assert.Equal(
            [("default", SessionState.Unknown, false), ("tools", SessionState.Unknown, false)],
            sessions.Items.Select(session => (session.Profile, session.State, session.IsValid)));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_check_asks_the_engine_and_says_what_it_found()
    {
        await using var host = await ApiHost.StartAsync();
        var good = await ApiHost.ReadAsync<SessionView>(await host.Client.PostAsync("/api/v1/sessions/default/check", null, Stop), 200);
        Assert.Equal((SessionState.Valid, true, "claude.ai", 0), (good.State, good.IsValid, good.AuthMethod, good.ConsecutiveFailures));
        Assert.NotNull(good.LastCheck);
        host.Login = new LoginAnswer.NotLoggedIn("not logged in");
        var bad = await ApiHost.ReadAsync<SessionView>(await host.Client.PostAsync("/api/v1/sessions/default/check", null, Stop), 200);
        Assert.Equal((1, "not logged in"), (bad.ConsecutiveFailures, bad.LastError));
        Assert.Equal(
            SessionState.Unknown,
            (await ApiHost.ReadAsync<SessionView>(await host.Client.PostAsync("/api/v1/sessions/tools/check", null, Stop), 200)).State);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_lost_session_tells_why_and_comes_back_when_a_person_says_so()
    {
        await using var host = await ApiHost.StartAsync();
        await host.EndRunAsync(await host.StartRunAsync((await host.SubmitAsync()).Id), EndingClass.Login);
        await host.Sessions.RunOnceAsync(TimeProvider.System.GetUtcNow(), Stop);
        var lost = (await host.GetAsync<SessionList>("/api/v1/sessions")).Items[0];
        Assert.Equal((SessionState.Lost, false, "It ended as Login.", 7), (lost.State, lost.IsValid, lost.Reason, lost.IssueNumber));
        Assert.NotNull(lost.LostAt);
        Assert.True((await host.GetAsync<GateList>("/api/v1/gates")).Items.Single(gate => gate.Name == "profile:default").Closed);

        var tried = await ApiHost.ReadAsync<SessionView>(
            await host.Client.PostAsync("/api/v1/sessions/default/recovered", null, Stop), 200);
        Assert.Equal((SessionState.Verifying, "local said so; the next run shows whether it works"), (tried.State, tried.Reason));
        var gate = (await host.GetAsync<GateList>("/api/v1/gates")).Items.Single(gate => gate.Name == "profile:default");
        Assert.Equal((false, 1), (gate.Closed, gate.NarrowedLimit));
    }

    [Fact(Timeout = 30_000)]
    public async Task Profiles_are_listed_without_their_secrets()
    {
        await using var host = await ApiHost.StartAsync();
        await host.Sessions.CheckAsync("default", Stop);
        var text = await host.Client.GetStringAsync("/api/v1/profiles", Stop);
        Assert.DoesNotContain("sk-secret", text, StringComparison.Ordinal);
        var profiles = (await host.GetAsync<ProfileList>("/api/v1/profiles")).Items;
        Assert.Equal(
            [("default", "claude", "key", "max", 2, SessionState.Valid), ("tools", "mytool", null, null, null, SessionState.Unknown)],
            profiles.Select(profile => (profile.Name, profile.Engine, profile.Kind, profile.Plan, profile.MaxConcurrent, profile.State)));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("check")]
    [InlineData("recovered")]
    public async Task A_profile_that_is_not_configured_is_not_found(string action)
    {
        await using var host = await ApiHost.StartAsync();
        await ApiHost.ProblemAsync(await host.Client.PostAsync($"/api/v1/sessions/nobody/{action}", null, Stop), 404, ErrorCodes.NotFound);
    }
}
