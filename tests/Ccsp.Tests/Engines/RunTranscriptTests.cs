using System.Text;
using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Engines.ClaudeCode;
using Xunit;

namespace Ccsp.Tests.Engines;

public sealed class RunTranscriptTests
{
    private static readonly ClaudeCodeEngine Engine = new("claude", new EngineOptions());

    public static TheoryData<string> Finished() =>
        [
            .. EndingCase.Names()
            .Where(name => !name.StartsWith("hand-", StringComparison.Ordinal) && !name.StartsWith("ok-resumed", StringComparison.Ordinal)),
        ];

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Finished))]
    public Task Usage_is_what_the_real_cli_printed_to_the_last_digit(string name)
    {
        var ending = EndingCase.Read(name);
        var transcript = ending.Play(Engine);
        if (transcript.Result is null)
        {
            Assert.Equal(0, transcript.Usage().CostUsd);
            return Task.CompletedTask;
        }

        var json = ResultIn(ending);
        var usage = transcript.Usage();
        Assert.Equal(json.GetProperty("total_cost_usd").GetRawText(), JsonSerializer.Serialize(usage.CostUsd));
        Assert.Equal(json.GetProperty("usage").GetProperty("input_tokens").GetInt64(), usage.InputTokens);
        Assert.Equal(json.GetProperty("usage").GetProperty("output_tokens").GetInt64(), usage.OutputTokens);
        Assert.Equal(json.GetProperty("num_turns").GetInt32(), usage.Turns);
        Assert.Equal(json.GetProperty("duration_ms").GetInt64(), usage.DurationMs);
        foreach (var model in json.GetProperty("modelUsage").EnumerateObject())
        {
            Assert.Equal(model.Value.GetProperty("costUSD").GetRawText(), JsonSerializer.Serialize(usage.Models[model.Name].CostUsd));
            Assert.Equal(model.Value.GetProperty("inputTokens").GetInt64(), usage.Models[model.Name].InputTokens);
        }

        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData("ok-resumed.2.1.197")]
    [InlineData("ok-resumed.2.1.329")]
    public Task A_resumed_run_does_not_count_the_earlier_one_again(string name)
    {
        var usage = EndingCase.Read(name).Play(Engine).Usage();

        var model = Assert.Single(usage.Models).Value;
        Assert.Equal(120, usage.InputTokens);
        Assert.Equal(120, model.InputTokens);
        Assert.Equal(model.CostUsd, usage.CostUsd);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task An_empty_result_gives_way_to_the_answer_of_the_stream()
    {
        var transcript = new RunTranscript(OutputFormat.StreamJson);
        foreach (var line in (string[])[
            """{"type":"assistant","message":{"id":"m","content":[{"type":"text","text":"Hello "}]}}""",
            """{"type":"assistant","message":{"id":"m","content":[{"type":"text","text":"from the model."}]}}""",
            """{"type":"assistant","parent_tool_use_id":"t","message":{"id":"n","content":[{"type":"text","text":"a helper's words"}]}}""",
            """{"type":"result","subtype":"success","is_error":false,"result":""}"""])
            transcript.Add(Engine.ParseLine(Encoding.UTF8.GetBytes(line), OutputFormat.StreamJson));

        Assert.Equal("Hello from the model.", transcript.ResultText);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Without_a_result_each_message_counts_once_with_its_last_figures()
    {
        var transcript = Play(
            """{"type":"assistant","message":{"id":"m1","model":"opus","content":[{"type":"text","text":"a"}],"usage":{"input_tokens":"""
                + """10,"output_tokens":1}}}""",
            """{"type":"assistant","message":{"id":"m1","model":"opus","content":"""
                + """[{"type":"tool_use","name":"Bash"}],"usage":{"input_tokens":10,"output_tokens":7,"cache_read_input_tokens":3}}}""",
            """{"type":"assistant","message":{"id":"m2","model":"haiku","content":[],"usage":{"input_tokens":5,"output_tokens":"""
                + """2,"cache_creation_input_tokens":4}}}""",
            """{"type":"assistant","error":"rate_limit","message":{"id":"m3","model":"<synthetic>","content":[],"usage":{"input_tokens":"""
                + """99,"output_tokens":99}}}""");

        var usage = transcript.Usage();

        Assert.Equal((15, 9, 3, 4), (usage.InputTokens, usage.OutputTokens, usage.CacheReadTokens, usage.CacheWriteTokens));
        Assert.Equal(["haiku", "opus"], usage.Models.Keys.Order(StringComparer.Ordinal));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_second_result_replaces_the_first()
    {
        var transcript = Play(
            """{"type":"result","subtype":"success","is_error":false,"result":"one","total_cost_usd":0.1,"usage":{"input_tokens":1}}""",
            """{"type":"result","subtype":"success","is_error":false,"result":"two","total_cost_usd":0.3,"usage":{"input_tokens":2}}""");

        Assert.Equal("two", transcript.ResultText);
        Assert.Equal(new RunUsage { InputTokens = 2, CostUsd = 0.3m, Models = transcript.Usage().Models }, transcript.Usage());
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Plain_text_is_kept_at_both_ends_and_never_grows_without_bound()
    {
        var transcript = new RunTranscript(OutputFormat.Text);
        for (var i = 0; i < 40; i++)
            transcript.Add(new EngineEvent.TextLine($"{i} " + new string('x', 100_000)));
        transcript.Add(new EngineEvent.TextLine("the end"));

        Assert.Equal(RunTranscript.ResultCharacters, transcript.ResultText!.Length);
        Assert.StartsWith("0 xxx", transcript.ResultText, StringComparison.Ordinal);
        Assert.EndsWith("the end\n", transcript.TextTail, StringComparison.Ordinal);
        Assert.True(transcript.TextTail.Length < 100_000);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task An_answer_in_pieces_never_grows_without_bound()
    {
        var piece = $$$"""{"type":"assistant","message":{"id":"m1","content":[{"type":"text","text":"{{{new string('x', 100_000)}}}"}]}}""";

        Assert.InRange(
            Play([.. Enumerable.Repeat(piece, 40)]).LastAnswer!.Length, RunTranscript.ResultCharacters,
            RunTranscript.ResultCharacters + 100_000);
        return Task.CompletedTask;
    }

    internal static RunTranscript Play(params string[] lines)
    {
        var transcript = new RunTranscript(OutputFormat.StreamJson);
        foreach (var line in lines)
            transcript.Add(Engine.ParseLine(Encoding.UTF8.GetBytes(line), OutputFormat.StreamJson));
        return transcript;
    }

    private static JsonElement ResultIn(EndingCase ending) =>
        ending.Lines().Select(line => JsonElement.Parse(line.Span)).Last(json => json.GetProperty("type").GetString() == "result");
}
