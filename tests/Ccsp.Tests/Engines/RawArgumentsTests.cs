using Ccsp.Gateway.Engines.ClaudeCode;
using Xunit;

namespace Ccsp.Tests.Engines;

public sealed class RawArgumentsTests
{
    [Theory]
    [InlineData("-p --resume c-1 go-on", "c-1")]
    [InlineData("-p --resume=c-1", "c-1")]
    [InlineData("-p -r c-1", "c-1")]
    [InlineData("-p --resume --verbose", null)]
    [InlineData("-p --resume c-1 --fork-session", null)]
    [InlineData("-p hello", null)]
    [InlineData("-p -- --resume c-1", null)]
    public void The_conversation_of_a_command_line_is_the_one_it_names(string line, string? expected) =>
        Assert.Equal(expected, RawArguments.Resumed(line.Split(' ')));
}
