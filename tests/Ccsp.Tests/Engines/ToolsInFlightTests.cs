using Xunit;

namespace Ccsp.Tests.Engines;

public sealed class ToolsInFlightTests
{
    private const string Call = """{"type":"assistant","message":{"id":"m1","content":[{"type":"tool_use","id":"t1","name":"Bash"}]}}""";
    private const string Other = """{"type":"assistant","message":{"id":"m1","content":[{"type":"tool_use","id":"t2","name":"Read"}]}}""";
    private const string Answer = """{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t1"}]}}""";

    [Fact]
    public void A_call_is_in_flight_until_its_own_result()
    {
        Assert.True(RunTranscriptTests.Play(Call).IsToolInFlight);
        Assert.False(RunTranscriptTests.Play(Call, Answer).IsToolInFlight);
        Assert.True(RunTranscriptTests.Play(Call, Other, Answer).IsToolInFlight);
    }

    [Fact]
    public void What_else_is_said_meanwhile_does_not_end_it() =>
        Assert.True(
            RunTranscriptTests.Play(
                Call, """{"type":"system","subtype":"status"}""", """{"type":"user","message":{"content":"hm"}}""").IsToolInFlight);

    [Fact]
    public void The_next_message_of_the_model_ends_one_whose_result_was_never_told() =>
        Assert.False(
            RunTranscriptTests.Play(
                Call, """{"type":"assistant","message":{"id":"m2","content":[{"type":"text","text":"so"}]}}""").IsToolInFlight);

    [Fact]
    public void A_message_of_a_sub_agent_does_not()
    {
        const string Sub =
            """{"type":"assistant","parent_tool_use_id":"t1","message":{"id":"s1","content":"""
            + """[{"type":"tool_use","id":"u1","name":"Grep"}]}}""";
        const string SubAnswer =
            """{"type":"user","parent_tool_use_id":"t1","message":{"content":[{"type":"tool_result","tool_use_id":"u1"}]}}""";
        Assert.True(RunTranscriptTests.Play(Call, Sub, SubAnswer).IsToolInFlight);
        Assert.False(RunTranscriptTests.Play(Call, Sub, SubAnswer, Answer).IsToolInFlight);
    }

    [Fact]
    public void The_result_of_the_run_ends_all() =>
        Assert.False(
            RunTranscriptTests.Play(Call, """{"type":"result","subtype":"success","is_error":false,"result":"done"}""").IsToolInFlight);

    [Fact]
    public void A_retry_tells_how_long_the_engine_sleeps_until_it_says_something_else()
    {
        const string Retry = """{"type":"system","subtype":"api_retry","attempt":1,"retry_delay_ms":90000,"error":"overloaded"}""";
        Assert.Equal(TimeSpan.FromSeconds(90), RunTranscriptTests.Play(Retry).RetrySleep);
        Assert.Null(RunTranscriptTests.Play(Retry, Call).RetrySleep);
    }
}
