using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Logins;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Logins;

/// <summary>What a step of a login does to the gate of its profile.</summary>
public sealed class LoginGateTests
{
    private const string Gate = "profile:p";

    private static readonly LoginState Login = new() { Profile = "p", State = SessionState.Valid };

    private static readonly GateState Held = new() { Name = Gate, Closed = true, Actor = GateActors.Provider };

    private static DateTimeOffset Noon => SampleTasks.Noon;

    [Fact]
    public void A_loss_closes_it_without_an_end_and_tells_when_the_refused_run_began()
    {
        var step = new LoginStep(Login with { Reason = "out" }, [], GateMove.Hold) { Began = Noon.AddHours(-1) };
        GateChange close = new GateChange.Close(Gate, null, "out", GateActors.Provider, Noon) { Began = Noon.AddHours(-1) };
        Assert.Equal([close], Changes(step, null));
        Assert.Equal([close], Changes(step, new GateState { Name = Gate }));
        // What would open by itself is closed for good; what a person must open already is left.
        Assert.Equal([close], Changes(step, Held with { ClosedUntil = Noon.AddHours(1) }));
        Assert.Empty(Changes(step, Held));
        Assert.Equal("The provider refuses it.",
            Assert.IsType<GateChange.Close>(Assert.Single(Changes(new LoginStep(Login, [], GateMove.Hold), null))).Reason);
    }

    [Fact]
    public void Only_the_providers_own_hold_without_an_end_is_lifted()
    {
        var step = new LoginStep(Login, [], GateMove.Open);
        Assert.Equal([new GateChange.Open(Gate, GateActors.Gateway, Noon)], Changes(step, Held));
        Assert.Empty(Changes(step, null));
        Assert.Empty(Changes(step, Held with { Closed = false }));
        Assert.Empty(Changes(step, Held with { ClosedUntil = Noon.AddHours(1) }));
        Assert.Empty(Changes(step, Held with { Actor = "anna" }));
        Assert.Empty(Changes(new LoginStep(Login, []), Held));
    }

    [Fact]
    public void It_is_narrowed_to_one_run_before_it_opens_and_widened_again()
    {
        var narrowed = new Narrowed(1, null, "why");
        Assert.Equal([new GateChange.Narrow(Gate, narrowed, GateActors.Gateway, Noon), new GateChange.Open(Gate, GateActors.Gateway, Noon)],
            Changes(new LoginStep(Login with { Narrowed = "why" }, [], GateMove.Open), Held));
        Assert.Empty(Changes(new LoginStep(Login with { Narrowed = "why" }, []), Held with { Narrowed = narrowed }));
        Assert.Equal([new GateChange.Narrow(Gate, null, GateActors.Gateway, Noon)],
            Changes(new LoginStep(Login, []), Held with { Narrowed = narrowed }));
    }

    private static IEnumerable<GateChange> Changes(LoginStep step, GateState? gate) => LoginGate.Changes(step, gate, Noon);
}
