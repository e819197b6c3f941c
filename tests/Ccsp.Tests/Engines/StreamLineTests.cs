using System.Text;
using System.Text.Json;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Engines.ClaudeCode;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Ccsp.Tests.Engines;

public sealed class StreamLineTests
{
    [Fact(Timeout = 30_000)]
    public Task Any_bytes_are_read_without_an_exception_and_shown_again_as_json()
    {
        Prop.ForAll<byte[]>(bytes => ReadsAndShows(bytes)).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 60_000)]
    public Task A_real_line_with_any_bytes_cut_or_overwritten_is_read_without_an_exception()
    {
        var lines = EndingCase.Names().Where(name => name.Contains("329", StringComparison.Ordinal)).Take(40)
            .SelectMany(name => EndingCase.Read(name).Lines().Select(line => line.ToArray())).Where(line => line.Length > 0).ToArray();
        var damaged =
            from line in Gen.Elements(lines)
            from at in Gen.Choose(0, line.Length - 1)
            from what in Gen.Elements<byte[]>(
                [0xff], [0xed, 0xa0, 0x80], "\\ud83d"u8.ToArray(), "\\uDE00"u8.ToArray(), [0], "\""u8.ToArray(), "}"u8.ToArray(),
                "1e999"u8.ToArray(), [])
            from cut in Gen.Elements(true, false)
            select cut ? line[..at] : [.. line[..at], .. what, .. line[Math.Min(line.Length, at + what.Length)..]];

        Prop.ForAll(damaged.ToArbitrary(), bytes => ReadsAndShows(bytes)).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData("""{"type":"assistant","message":{"id":"m","model":"x","content":[{"type":"text","text":"cut \ud83d"}]}}""", "cut \ufffd")]
    [InlineData("""{"type":"assistant","message":{"id":"m","model":"x","content":[{"type":"text","text":"whole """
        + """\ud83d\ude00"}]}}""", "whole 😀")]
    [InlineData("""{"type":"assistant","message":{"id":"m","model":"x","content":[{"type":"text","text":"a path C:"""
        + """\\users\\ud83d"}]}}""", "a path C:\\users\\ud83d")]
    public Task Lone_surrogates_are_replaced_and_nothing_else_is(string line, string text)
    {
        var read = Assert.IsType<EngineEvent.Assistant>(StreamLine.Parse(Encoding.UTF8.GetBytes(line), OutputFormat.StreamJson));

        Assert.Equal(text, read.Text);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_line_of_a_mebibyte_is_one_event()
    {
        var text = new string('x', 1 << 20);
        var line = Encoding.UTF8.GetBytes(
            "{\"type\":\"assistant\",\"message\":{\"id\":\"m\",\"model\":\"x\",\"content\":[{\"type\":\"text\",\"text\":\""
            + text + "\"}]}}");

        var read = Assert.IsType<EngineEvent.Assistant>(StreamLine.Parse(line, OutputFormat.StreamJson));

        Assert.Equal(text, read.Text);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData("\"text\"", "text")]
    [InlineData("\"\"", "")]
    [InlineData("42", "42")]
    [InlineData("true", "true")]
    [InlineData("[1, 2]", "[1, 2]")]
    [InlineData("{\"a\": null}", "{\"a\": null}")]
    [InlineData("null", null)]
    public Task An_answer_that_is_no_text_is_kept_as_the_json_it_is(string result, string? answer)
    {
        var transcript = new RunTranscript(OutputFormat.StreamJson);
        transcript.Add(StreamLine.Parse(
            Encoding.UTF8.GetBytes($$"""{"type":"result","subtype":"success","is_error":false,"result":{{result}}}"""),
            OutputFormat.StreamJson));
        Assert.Equal((true, answer), (transcript.Result!.IsGood, transcript.ResultText));
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData("true", false)]
    [InlineData("1", false)]
    [InlineData("\"true\"", false)]
    [InlineData("false", true)]
    [InlineData("null", true)]
    public Task Only_what_says_that_it_is_no_error_is_good(string isError, bool good)
    {
        var read = Assert.IsType<EngineEvent.Result>(StreamLine.Parse(
            Encoding.UTF8.GetBytes($$"""{"type":"result","subtype":"success","is_error":{{isError}},"result":"x"}"""), OutputFormat.Json));
        Assert.Equal(good, read.Facts.IsGood);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Unknown_kinds_are_kept_with_their_json()
    {
        var read = Assert.IsType<EngineEvent.Other>(
            StreamLine.Parse("""{"type":"brand_new","subtype":"x","deep":{"a":[1]}}"""u8, OutputFormat.StreamJson));

        Assert.Equal("brand_new/x", read.Type);
        Assert.Equal("""{"type":"brand_new","subtype":"x","deep":{"a":[1]}}""", read.Json!.Value.GetRawText());
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_truncated_line_is_text_and_loses_nothing()
    {
        var read = Assert.IsType<EngineEvent.TextLine>(StreamLine.Parse("""{"type":"result","is_er"""u8, OutputFormat.StreamJson));

        Assert.Equal("""{"type":"result","is_er""", read.Line);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task In_text_a_line_that_looks_like_an_event_is_text()
    {
        Assert.IsType<EngineEvent.TextLine>(StreamLine.Parse("""{"type":"result","is_error":true}"""u8, OutputFormat.Text));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Bytes_that_are_not_utf8_are_replaced_inside_an_event()
    {
        byte[] line =
        [
            .. """{"type":"assistant","message":{"id":"m","model":"x","content":[{"type":"text","text":"a"""u8, 0xff, .. "b\"}]}}"u8,
        ];

        var read = Assert.IsType<EngineEvent.Assistant>(StreamLine.Parse(line, OutputFormat.StreamJson));

        Assert.Equal("a\ufffdb", read.Text);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_fractional_retry_delay_of_older_versions_is_read()
    {
        var read = Assert.IsType<EngineEvent.Retry>(StreamLine.Parse(
            """{"type":"system","subtype":"api_retry","attempt":1,"max_retries":10,"retry_delay_ms":503.41238,"error_status":"""u8
                + """null,"error":"unknown"}"""u8,
            OutputFormat.StreamJson));

        Assert.Equal(new EngineEvent.Retry(1, 10, 503, null, "unknown") { Json = read.Json }, read);
        return Task.CompletedTask;
    }

    private static bool ReadsAndShows(byte[] bytes)
    {
        foreach (var format in Enum.GetValues<OutputFormat>())
        {
            var transcript = new RunTranscript(format);
            var read = StreamLine.Parse(bytes, format);
            transcript.Add(read);
            _ = transcript.Usage();
            if (read.Json is { } json)
                _ = JsonSerializer.SerializeToUtf8Bytes(json);
        }

        return true;
    }
}
