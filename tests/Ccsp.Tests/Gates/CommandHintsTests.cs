using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Xunit;

namespace Ccsp.Tests.Gates;

/// <summary>Each can be copied into a shell as it stands.</summary>
public sealed class CommandHintsTests
{
    [Theory]
    [InlineData("queue", "ccsp queue resume")]
    [InlineData("class:low", "ccsp queue resume --priority low")]
    [InlineData("group:g", "ccsp queue resume --group g")]
    [InlineData("group:two words", "ccsp queue resume --group 'two words'")]
    [InlineData("agent:it's", @"ccsp gates open 'agent:it'\''s'")]
    [InlineData("agent:aZ09_-.:/@+,", "ccsp gates open agent:aZ09_-.:/@+,")]
    [InlineData("agent:ä", "ccsp gates open 'agent:ä'")]
    [InlineData("agent:$HOME", "ccsp gates open 'agent:$HOME'")]
    public void What_opens_a_gate_is_quoted_where_a_shell_would_read_more_into_it(string gate, string command) =>
        Assert.Equal(command, CommandHints.Open(gate));

    [Theory]
    [InlineData("engine:e", GateActors.Gateway, null, "make its program run again, then ccsp gates open engine:e")]
    [InlineData("engine:e", "anna", null, "ccsp gates open engine:e")]
    [InlineData("agent:a", GateActors.Gateway, null, "ccsp gates open agent:a")]
    [InlineData("profile:p", GateActors.Provider, null, "sign in again or settle it with the provider, then ccsp gates open profile:p")]
    [InlineData("profile:p", GateActors.Provider, "2026-03-01T12:00:00Z", "ccsp gates open profile:p")]
    public void A_hold_is_lifted_after_its_cause(string gate, string actor, string? until, string command)
    {
        var state = new GateState { Name = gate, Closed = true, Actor = actor,
            ClosedUntil = until is null ? null : DateTimeOffset.Parse(until, null) };
        Assert.Equal(command, CommandHints.Lift(state));
    }

    [Fact]
    public void Each_other_limit_has_its_command()
    {
        Assert.Equal("ccsp tasks approve 1", CommandHints.Approve("1"));
        Assert.Equal("ccsp gates limit 'group:a b' 1", CommandHints.Limit("group:a b"));
        Assert.Equal("ccsp gates limit group:g none --rate PER-MINUTE", CommandHints.Rate("group:g"));
        Assert.Equal("ccsp gates limit profile:p none --low-up-to 1", CommandHints.Headroom("profile:p", Priority.Low));
        Assert.Equal("ccsp gates limit profile:p none --normal-up-to 1", CommandHints.Headroom("profile:p", Priority.Normal));
    }
}
