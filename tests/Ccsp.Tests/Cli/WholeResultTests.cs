using System.Text;
using System.Text.Json;
using Ccsp.Cli;
using Xunit;

namespace Ccsp.Tests.Cli;

public sealed class WholeResultTests
{
    [Fact]
    public void Plain_text_is_the_answer_itself() =>
        Assert.Equal("first\nsecond\u2028line", WholeResult.Find(Encoding.UTF8.GetBytes("first\r\nsecond\u2028line\n"), "first\nsec"));

    [Fact]
    public void Of_event_lines_the_last_result_is_the_answer()
    {
        var output = $$"""
            {"type":"system","subtype":"init"}
            {"type":"result","result":"an earlier turn"}
            {"type":"result","result":{{JsonSerializer.Serialize(new string('x', 5000))}}}
            npm notice "result"
            """;

        Assert.Equal(new string('x', 5000), WholeResult.Find(Encoding.UTF8.GetBytes(output), new string('x', 1000)));
    }

    [Fact]
    public void What_does_not_begin_like_the_answer_is_none() =>
        Assert.Null(WholeResult.Find("""{"type":"result","result":"another"}"""u8, "an answer"));
}
