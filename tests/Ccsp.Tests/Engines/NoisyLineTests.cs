using System.Text;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Engines.ClaudeCode;
using Xunit;

namespace Ccsp.Tests.Engines;

public sealed class NoisyLineTests
{
    private const string Answer =
        """{"type":"assistant","message":{"id":"m","content":[{"type":"text","text":"a {b} \" c"}]},"session_id":"s"}""";
    private const string Good = """{"type":"result","subtype":"success","is_error":false,"result":"FINE","session_id":"s"}""";

    public static TheoryData<string> Lines() =>
    [
        "\u001b]0;project: ready\u0007" + Good, "\u001b]0;title\u001b\\" + Good, Good + "\u001b[?25h", "\u001b[2K\r" + Good,
        "\uFEFF" + Good, "\0\0" + Good + "\0",
        "npm notice New version {1.2}" + Good, "warn {\"a\":1} " + Good, Answer + Good, Answer + " " + Good, "10 %\r20 %\r" + Good,
        "\u001b]0;never ended " + Good,
        "{ broken " + Good, Good[..30] + Good, "\u001bP1;2q#0\u001b\\" + Good, "\u001b(B" + Good,
        Good.Replace("\"type\"", "\"\u001b[0mtype\"", StringComparison.Ordinal),
    ];

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Lines))]
    public Task An_event_is_found_whatever_shares_its_line(string line)
    {
        var transcript = Read(line);

        Assert.True(transcript.Result is { IsGood: true, Text: "FINE" }, line);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Both_events_of_one_line_count()
    {
        var transcript = Read(Answer + Good);

        Assert.Equal("a {b} \" c", transcript.LastAnswer);
        Assert.NotNull(transcript.Result);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData("""{"type":"user","message":{"content":"""
        + """[{"type":"tool_result","content":{"type":"result","subtype":"success","result":"no"}""")]
    [InlineData("""{"type":"assistant","message":{"content":[{"type":"text","text":"{\"type\":\"result\",\"subtype\":\"success\"}""")]
    [InlineData("""text about {"type":"thing"} and {"subtype":"success"}""")]
    public Task A_part_of_an_event_is_none(string line)
    {
        Assert.Null(Read(line).Result);
        Assert.Empty(NoisyLine.Events(Encoding.UTF8.GetBytes(line)));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_line_of_a_million_braces_is_given_up_early()
    {
        Assert.Empty(NoisyLine.Events(Encoding.UTF8.GetBytes(new string('{', 1_000_000))));
        Assert.Empty(NoisyLine.Events(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{} ", 300_000)))));
        return Task.CompletedTask;
    }

    private static RunTranscript Read(string line)
    {
        var transcript = new RunTranscript(OutputFormat.StreamJson);
        transcript.Add(StreamLine.Parse(Encoding.UTF8.GetBytes(line), OutputFormat.StreamJson));
        return transcript;
    }
}
