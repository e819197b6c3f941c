using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Gates;

public sealed class GateNamesTests
{
    [Theory]
    [InlineData("queue", true)]
    [InlineData("class:low", true)]
    [InlineData("group:g", true)]
    [InlineData("engine:e", true)]
    [InlineData("profile:p/opus", true)]
    [InlineData("agent:a", true)]
    [InlineData("model:m", true)]
    [InlineData("dir:/w", true)]
    [InlineData("conversation:c", true)]
    [InlineData("instance:i", true)]
    [InlineData("memory:i", true)]
    [InlineData("queues", false)]
    [InlineData("group:", false)]
    [InlineData("Group:g", false)]
    [InlineData("my group:g", false)]
    [InlineData("", false)]
    public void A_gate_is_called_queue_or_has_a_known_beginning(string name, bool isGate) =>
        Assert.Equal(
            isGate ? null : $"There is no gate '{name}'. A gate is called queue, or begins with class: group: engine: profile: agent: "
                + "model: dir: conversation: instance: memory:",
            GateNames.Reject(name));

    [Fact]
    public void A_name_has_five_thousand_characters_at_most()
    {
        Assert.Null(GateNames.Reject("dir:" + new string('d', 4996)));
        Assert.NotNull(GateNames.Reject("dir:" + new string('d', 4997)));
    }

    [Theory]
    [InlineData("class:low", null)]
    [InlineData("class:lowest", "There is no class 'lowest'. It must be one of urgent, high, normal, low.")]
    [InlineData("engine:claude", null)]
    [InlineData("engine:Claude", "There is no engine 'Claude'. It must be one of claude, sh.")]
    [InlineData("engine:", "There is no engine ''. It must be one of claude, sh.")]
    [InlineData("profile:work", null)]
    [InlineData("profile:work/opus", null)]
    [InlineData("profile:a/b", null)]
    [InlineData("profile:a/b/opus", null)]
    [InlineData("profile:a", "There is no profile 'a'. It must be one of a/b, work.")]
    [InlineData("profile:workshop", "There is no profile 'workshop'. It must be one of a/b, work.")]
    [InlineData("group:anything", null)]
    [InlineData("queue", null)]
    public void A_gate_of_something_that_does_not_exist_is_refused_with_what_does(string name, string? said) =>
        Assert.Equal(said, GateNames.Unknown(name, ["work", "a/b"], ["sh", "claude"]));

    [Fact]
    public void A_task_meets_the_gates_of_what_it_names()
    {
        var task = SampleTasks.Task() with { Engine = "e", Profile = "p", Agent = "a" };
        Assert.Equal(["engine:e", "profile:p", "profile:p/default", "agent:a"], GateNames.Of(task));
        Assert.Equal(["profile:p", "profile:p/default"], GateNames.ParkingGates(task));

        var more = task with { Model = "opus", ExclusiveDirectory = "/w", Conversation = "c" };
        Assert.Equal(["engine:e", "profile:p", "profile:p/opus", "agent:a", "model:opus", "dir:/w", "conversation:c"], GateNames.Of(more));
        Assert.Equal(["profile:p", "profile:p/opus"], GateNames.ParkingGates(more));
        Assert.Equal(("class:urgent", "instance:i", "memory:i"),
            (GateNames.Class(Priority.Urgent), GateNames.Instance("i"), GateNames.Memory("i")));
    }

    [Theory]
    [InlineData("class:low", true, false, false)]
    [InlineData("group:g", true, false, false)]
    [InlineData("engine:e", false, true, false)]
    [InlineData("dir:/w", false, false, true)]
    [InlineData("conversation:c", false, false, true)]
    [InlineData("agent:group:g", false, false, false)]
    [InlineData("agent:engine:e", false, false, false)]
    [InlineData("agent:dir:/w", false, false, false)]
    public void The_beginning_tells_what_a_gate_is(string name, bool isPart, bool isEngine, bool admitsOne) =>
        Assert.Equal((isPart, isEngine, admitsOne),
            (GateNames.IsClassOrGroup(name), GateNames.IsEngine(name), GateNames.AdmitsOne(name)));

    [Fact]
    public void Stored_limits_come_before_configured_ones_and_those_before_the_one_of_a_directory()
    {
        var rules = new GateRules
        {
            Limits = new Dictionary<string, GateLimits>
            {
                ["group:g"] = new() { Limit = 4, Rate = new RateLimit(60, 1), Headroom = new Headroom(0.5, 0.4) },
                ["dir:/w"] = new() { Limit = 2 },
            },
        };
        Assert.Null(rules.InForce("group:other", null));
        var other = new GateState { Name = "group:other", Limit = 3 };
        Assert.Same(other, rules.InForce("group:other", other));
        Assert.Equal(new GateState { Name = "group:g", Limit = 4, Rate = new RateLimit(60, 1), Headroom = new Headroom(0.5, 0.4) },
            rules.InForce("group:g", null));

        var stored = new GateState { Name = "group:g", Limit = 9, Rate = new RateLimit(7, 7), Headroom = new Headroom(0.9, 0.8) };
        Assert.Equal(stored, rules.InForce("group:g", stored));
        Assert.Equal(stored with { Limit = 4 }, rules.InForce("group:g", stored with { Limit = null }));

        Assert.Equal((1, 2, 1), (rules.InForce("dir:/v", null)!.Limit, rules.InForce("dir:/w", null)!.Limit,
            rules.InForce("conversation:c", new GateState { Name = "conversation:c" })!.Limit));
        Assert.Equal(5, rules.InForce("dir:/w", new GateState { Name = "dir:/w", Limit = 5 })!.Limit);
    }
}
