using System.Text;
using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.LegacyRedisApi;
using Xunit;

namespace Ccsp.Tests.LegacyRedisApi;

public sealed class MessageReaderTests
{
    [Fact]
    public void The_hand_written_form_is_read_with_its_context()
    {
        var request = Request("""
            { "requestId": "r-1", "fromAgent": "ccla", "type": "analyze", "prompt": "Look.", "systemPrompt": "Be brief.",
              "includeFiles": ["/a", "/b"],
              "modelPreference": { "primary": "opus", "fallback": "sonnet" },
              "context": { "workingDirectory": "/work", "timeout": 90500, "priority": "high" },
              "metadata": { "nested": { "名": "値" } }, "timestamp": "2026-01-01T00:00:00Z", "unknown": 1 }
            """);
        Assert.Equal(("r-1", "ccla", null), (request.From.RequestId, request.From.Agent, request.From.ReplyTo));
        Assert.Equal("値", request.From.Metadata!.Value.GetProperty("nested").GetProperty("名").GetString());
        Assert.Equal(TimeSpan.FromMilliseconds(90_500), request.Patience);
        var spec = request.Submission;
        Assert.Equal(("Look.", "ccla", "analyze", "Be brief."), (spec.Prompt, spec.Agent, spec.Type, spec.AppendSystemPrompt));
        Assert.Equal(("opus", "sonnet", "/work", Priority.High, 91),
            (spec.Model, spec.FallbackModel, spec.WorkingDirectory, spec.Priority, spec.TimeoutSeconds));
        Assert.Equal(["/a", "/b"], spec.IncludeFiles);
    }

    [Fact]
    public void The_form_of_the_client_libraries_has_everything_on_top()
    {
        var request = Request(
            """
            { "requestId": "pm-7", "fromAgent": "pm", "taskType": "claude-cli", "prompt": "Go on.", "workingDirectory": "/work",
              "timeout": 1000, "priority": "urgent", "continueExecution": true, "sessionId": "c-1", "replyTo": "own:list" }
            """);
        Assert.Equal("own:list", request.From.ReplyTo);
        Assert.Equal(("claude-cli", "/work", Priority.Urgent, 1, "c-1"),
            (request.Submission.Type, request.Submission.WorkingDirectory, request.Submission.Priority, request.Submission.TimeoutSeconds,
            request.Submission.Resume));
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{ "requestId": "r" }""")]
    [InlineData("""{ "fromAgent": "a" }""")]
    [InlineData("""{ "requestId": 7, "fromAgent": "a" }""")]
    [InlineData("""{ "requestId": "r", "fromAgent": "a{b}" }""")]
    [InlineData("""{ "requestId": "r", "fromAgent": "" }""")]
    [InlineData("""{ "requestId": "r", "fromAgent": "a", "prompt": "cut \ud83d" }""")]
    [InlineData("""{ "requestId": "r", "fromAgent": "a", "prompt": "p", "metadata": { "x": "cut \ud83d" } }""")]
    public void Whom_nobody_can_answer_is_unreadable(string message) => Assert.IsType<LegacyMessage.Unreadable>(Read(message));

    [Theory]
    [InlineData(""" "context": { "priority": "soon" } """, "priority")]
    [InlineData(""" "priority": "soon" """, "priority")]
    [InlineData(""" "context": { "timeout": -1 } """, "timeout")]
    [InlineData(""" "includeFiles": "a" """, "includeFiles")]
    [InlineData(""" "includeFiles": [1] """, "includeFiles")]
    [InlineData(""" "callbackUrl": "https://example.org/done" """, "callbackUrl")]
    [InlineData(""" "allowedTools": ["Read"] """, "allowedTools")]
    [InlineData(""" "callbackUrl": null, "maxTurns": 3 """, "maxTurns")]
    [InlineData(""" "context": { "callbackUrl": "https://example.org/done" } """, "callbackUrl")]
    [InlineData(""" "replyTo": "ccsp:requests" """, "replyTo")]
    [InlineData(""" "replyTo": "{ccsp:x:0}:tasks" """, "replyTo")]
    public void What_cannot_be_done_is_answered_with_the_field(string member, string field)
    {
        var wrong = Assert.IsType<LegacyMessage.Wrong>(Read($$"""{ "requestId": "r", "fromAgent": "a", "prompt": "p", {{member}} }"""));
        Assert.StartsWith(field + ":", wrong.Reason, StringComparison.Ordinal);
        Assert.Equal("r", wrong.From.RequestId);
    }

    [Fact]
    public void Any_prefix_of_a_message_is_read_without_an_exception()
    {
        var whole = Encoding.UTF8.GetBytes("""{ "requestId": "r-1", "fromAgent": "名", "prompt": "p", "context": { "timeout": 1 } }""");
        for (var length = 0; length < whole.Length; length++)
            Assert.IsType<LegacyMessage.Unreadable>(MessageReader.Read(whole.AsMemory(0, length)));
        Assert.IsType<LegacyMessage.Request>(MessageReader.Read(whole));
    }

    [Fact]
    public void Metadata_of_any_kind_is_kept()
    {
        foreach (var metadata in new[] { "null", "1", "\"text\"", "[1,{\"a\":null}]" })
            Assert.Equal(metadata,
                JsonSerializer.Serialize(
                Request($$"""{ "requestId": "r", "fromAgent": "a", "prompt": "p", "metadata": {{metadata}} }""").From.Metadata));
    }

    private static LegacyMessage Read(string message) => MessageReader.Read(Encoding.UTF8.GetBytes(message));

    private static LegacyMessage.Request Request(string message) => Assert.IsType<LegacyMessage.Request>(Read(message));
}
