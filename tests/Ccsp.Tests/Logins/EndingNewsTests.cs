using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Logins;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Logins;

/// <summary>What an event says of a login: only what its own engine's run shows, and what people do to its gate.</summary>
public sealed class EndingNewsTests
{
    private static DateTimeOffset Noon => SampleTasks.Noon;

    private static DateTimeOffset Began => SampleTasks.Noon.AddMinutes(-5);

    [Fact]
    public void A_refused_sign_in_or_bill_is_a_refusal_of_when_the_run_began()
    {
        Assert.Equal(("p", new Observation.Refused(false, "It ended as Login.", Noon) { Began = Began }), Run(EndingClass.Login));
        Assert.Equal(("p", new Observation.Refused(true, "It ended as Billing.", Noon) { Began = Began }), Run(EndingClass.Billing));
        // Another engine's run is refused by the same provider.
        Assert.NotNull(Run(EndingClass.Login, engine: "other"));
        // A one-shot command line may have its own sign-in, and a bill with a time opens by itself.
        Assert.Null(Run(EndingClass.Login, EventTypes.TaskFailed));
        Assert.NotNull(Run(EndingClass.Billing, EventTypes.TaskFailed));
        Assert.Null(Run(EndingClass.Billing, resets: Noon.AddHours(1)));
    }

    [Fact]
    public void Every_ending_that_needs_an_accepted_login_shows_that_it_works()
    {
        EndingClass[] working =
            [EndingClass.Succeeded, EndingClass.Limit, EndingClass.Turns, EndingClass.Budget, EndingClass.Context];
        foreach (var ending in Enum.GetValues<EndingClass>().Except([EndingClass.Login, EndingClass.Billing]))
        {
            Assert.Equal(working.Contains(ending) ? ("p", new Observation.Worked(Noon)) : null, Run(ending));
            Assert.Null(Run(ending, engine: "other"));
        }
    }

    [Theory]
    [InlineData(EventTypes.TaskCompleted, true)]
    [InlineData(EventTypes.TaskFailed, true)]
    [InlineData(EventTypes.TaskRequeued, true)]
    [InlineData(EventTypes.TaskCancelled, true)]
    [InlineData(EventTypes.TaskStarted, false)]
    [InlineData(EventTypes.TaskChanged, false)]
    public void Only_the_end_of_a_run_is_read(string type, bool read) => Assert.Equal(read, Run(EndingClass.Succeeded, type) is not null);

    [Fact]
    public void What_lacks_an_ending_a_profile_or_an_engine_says_nothing()
    {
        Assert.Null(Of(EventTypes.TaskRequeued, new FactData { Profile = "p", Engine = "claude" }));
        Assert.Null(Of(EventTypes.TaskFailed, new FactData { Ending = SampleTasks.Ending(EndingClass.Succeeded), Engine = "claude" }));
        Assert.Null(Of(EventTypes.TaskFailed, new FactData { Ending = SampleTasks.Ending(EndingClass.Succeeded), Profile = "p" }));
        Assert.Null(Run(EndingClass.Succeeded, profile: "gone"));
        Assert.Null(Run(EndingClass.Login, profile: "gone"));
    }

    [Fact]
    public void A_gate_the_provider_closed_for_good_is_held_and_one_that_somebody_opened_may_work_again()
    {
        var held = new GateState { Name = "profile:p", Closed = true, Actor = GateActors.Provider, Reason = "out" };
        Assert.Equal(("p", new Observation.Held("out", Noon)), Gate(EventTypes.GateClosed, held));
        Assert.Equal(("p", new Observation.Held("The provider refuses it.", Noon)),
            Gate(EventTypes.GateClosed, held with { Reason = null }));
        Assert.Null(Gate(EventTypes.GateClosed, held with { ClosedUntil = Noon }));
        Assert.Null(Gate(EventTypes.GateClosed, held with { Actor = "anna" }));
        Assert.Null(Gate(EventTypes.GateClosed, held with { Name = "profile:gone" }));
        Assert.Null(Gate(EventTypes.GateClosed, held with { Name = "group:p" }));

        var opened = new GateState { Name = "profile:p", Actor = "anna" };
        Assert.Equal(("p", new Observation.Recovery("anna opened its gate", null, Noon)), Gate(EventTypes.GateOpened, opened));
        Assert.Null(Gate(EventTypes.GateOpened, opened with { Actor = GateActors.Gateway }));
        Assert.Null(Gate(EventTypes.GateOpened, opened with { Actor = null }));
        Assert.Null(Gate(EventTypes.GateChanged, opened));
    }

    private static (string, Observation)? Run(EndingClass kind, string type = EventTypes.TaskRequeued, string engine = "claude",
        string profile = "p", DateTimeOffset? resets = null) =>
        Of(type, new FactData { Ending = SampleTasks.Ending(kind) with { ResetsAt = resets }, Profile = profile, Engine = engine,
            StartedAt = Began });

    private static (string, Observation)? Of(string type, FactData data) =>
        EndingNews.Of(Event(type, JsonSerializer.Serialize(data, FactJson.Default.FactData)), EngineOf);

    private static (string, Observation)? Gate(string type, GateState state) =>
        EndingNews.Of(Event(type, JsonSerializer.Serialize(state, GateJson.Default.GateState)), EngineOf);

    private static StoredEvent Event(string type, string data) => new(1, "t", 1, type, Noon, 1, "one", data);

    private static string? EngineOf(string profile) => profile == "p" ? "claude" : null;
}
