using Ccsp.Contracts;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Logins;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Logins;

public sealed class CheckPlanTests
{
    private static readonly LoginMonitorOptions Options = new();

    /// <summary>Minutes since the last check, the last question, the last good run; null for never.</summary>
    [Theory(Timeout = 30_000)]
    [InlineData(null, null, null, true, "Ask")]
    [InlineData(null, null, null, false, "Nothing")]
    [InlineData(4.9, 4.9, null, true, "Nothing")]
    [InlineData(5.0, 5.0, null, true, "Ask")]
    [InlineData(5.0, 5.0, 1.0, true, "Spared")]
    [InlineData(5.0, 5.0, 6.0, true, "Ask")]
    [InlineData(5.0, 59.0, 1.0, true, "Spared")]
    [InlineData(5.0, 60.0, 1.0, true, "Ask")]
    [InlineData(5.0, null, 1.0, true, "Ask")]
    [InlineData(5.0, null, 1.0, false, "Spared")]
    [InlineData(5.0, null, null, false, "Nothing")]
    [InlineData(-60.0, 5.0, null, true, "Ask")]
    public Task The_cheapest_truth_is_taken(double? check, double? asked, double? worked, bool canAsk, string need) => Task.Run(() =>
    {
        var session = new LoginState { Profile = "default", State = SessionState.Valid, LastCheck = Ago(check), AskedAt = Ago(asked),
            LastValidResponse = Ago(worked) };
        Assert.Equal(need, CheckPlan.Of(session, canAsk, Options, SampleTasks.Noon).ToString());
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task An_old_good_run_spares_a_lost_login_no_check() => Task.Run(() =>
    {
        var lost = new LoginState { Profile = "default", State = SessionState.Lost, LastCheck = Ago(5), AskedAt = Ago(5),
            LastValidResponse = Ago(1) };
        Assert.Equal(CheckNeed.Ask, CheckPlan.Of(lost, canAsk: true, Options, SampleTasks.Noon));
    }, TestContext.Current.CancellationToken);

    [Theory(Timeout = 30_000)]
    [InlineData(true, "Key", null, null, true)]
    [InlineData(false, "Key", null, null, false)]
    [InlineData(true, "Key", 1.0, null, false)]
    [InlineData(true, "Key", 9.0, null, true)]
    [InlineData(true, "Login", null, null, false)]
    [InlineData(true, "Login", null, "no such command", true)]
    public Task A_paid_probe_is_for_what_nothing_else_tells(bool allowed, string kind, double? worked, string? error, bool probe) =>
        Task.Run(() =>
    {
        var question = new LoginQuestion("claude", [], new Dictionary<string, string>(), Enum.Parse<LoginKind>(kind), "/", "/none");
        var session = new LoginState { Profile = "default", State = SessionState.Valid, LastValidResponse = Ago(worked),
            LastError = error };
        Assert.Equal(probe, CheckPlan.NeedsProbe(session, new LoginProfile("default", "claude", question, null),
            Options with { PaidProbe = allowed }, SampleTasks.Noon));
    }, TestContext.Current.CancellationToken);

    private static DateTimeOffset? Ago(double? minutes) => minutes is { } known ? SampleTasks.Noon.AddMinutes(-known) : null;
}
