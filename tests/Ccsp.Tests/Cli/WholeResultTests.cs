using System.Text;
using System.Text.Json;
using Ccsp.Cli.Results;
using Xunit;

namespace Ccsp.Tests.Cli;

public sealed class WholeResultTests
{
    [Fact]
    public void Plain_text_is_the_answer_itself() =>
        Assert.Equal("first\nsecond\u2028\rline", Find("first\r\nsecond\u2028\rline\r\n\n", "first\nsec"));

    [Fact]
    public void Of_event_lines_the_last_result_is_the_answer()
    {
        var output = $$"""
            {"type":"system","subtype":"init"}
            {"type":"result","result":"an earlier turn"}
            {"type":"result","result":{{JsonSerializer.Serialize(new string('x', 5000))}}}
            npm notice "result"
            """;

        Assert.Equal(new string('x', 5000), Find(output, new string('x', 1000)));
    }

    [Fact]
    public void What_does_not_begin_like_the_answer_is_none() =>
        Assert.Null(Find("""{"type":"result","result":"another"}""", "an answer"));

    [Fact]
    public void An_answer_that_is_no_text_is_its_JSON() => Assert.Equal("[1,2,3]", Find("""{"type":"result","result":[1,2,3]}""", "[1,2"));

    [Fact]
    public void The_answer_is_found_behind_lines_that_only_look_like_it()
    {
        var noise = string.Concat(Enumerable.Repeat("""{"tool":"\"result\"","result":"no"}""" + "\n", 60));
        var quotes = new string('"', 200_000) + "\n";
        Assert.Equal("é😀 yes", Find(quotes + """{"result":"é\ud83d\ude00 yes"}""" + "\n" + noise, "é"));
    }

    [Fact]
    public void A_long_text_goes_to_its_reader_in_pieces()
    {
        var text = string.Join("\n", Enumerable.Range(0, 300_000).Select(i => $"line {i} ü"));
        using var whole = WholeResult.Find(new MemoryStream(Encoding.UTF8.GetBytes(text + "\n")), text[..100_000])!;
        using var pieces = new Pieces();
        whole.WriteTo(pieces);
        Assert.Equal(text, pieces.Text.ToString());
        Assert.InRange(pieces.Longest, 1, 64 << 10);
    }

    private static string? Find(string output, string beginning)
    {
        using var whole = WholeResult.Find(new MemoryStream(Encoding.UTF8.GetBytes(output)), beginning);
        return whole?.InMemory();
    }

    private sealed class Pieces : TextWriter
    {
        public StringBuilder Text { get; } = new();

        public int Longest { get; private set; }

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => Text.Append(value);

        public override void Write(char[] buffer, int index, int count)
        {
            Longest = Math.Max(Longest, count);
            Text.Append(buffer, index, count);
        }
    }
}
