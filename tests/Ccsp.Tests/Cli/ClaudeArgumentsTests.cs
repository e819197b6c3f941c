using Ccsp.Cli.Claude;
using Xunit;

namespace Ccsp.Tests.Cli;

public sealed class ClaudeArgumentsTests
{
    [Theory(Timeout = 120_000)]
    [InlineData("-p", true)]
    [InlineData("--print", true)]
    [InlineData("-p|hello", true)]
    [InlineData("hello|-p", true)]
    [InlineData("-cp", true)]
    [InlineData("-pc", true)]
    [InlineData("-c|--print", true)]
    [InlineData("--model|opus|-p|x", true)]
    [InlineData("--model=opus|-p", true)]
    [InlineData("--allowedTools|Bash|Edit|-p", true)]
    [InlineData("-r|-p", true)]
    [InlineData("", false)]
    [InlineData("hello", false)]
    [InlineData("-c", false)]
    [InlineData("--", false)]
    [InlineData("--|-p", false)]
    [InlineData("--model|-p", false)]
    [InlineData("--append-system-prompt|--print", false)]
    [InlineData("-n|-p", false)]
    [InlineData("-np", false)]
    [InlineData("-rp", false)]
    [InlineData("--printer", false)]
    [InlineData("--permission-mode|plan|fix -p please", false)]
    [InlineData("-", false)]
    public Task Print_is_seen_as_claude_sees_it(string args, bool print) => Task.Run(
        () => Assert.Equal(print, ClaudeArguments.Read(args.Split('|', StringSplitOptions.RemoveEmptyEntries)).Print),
        TestContext.Current.CancellationToken);

    [Theory(Timeout = 120_000)]
    [InlineData("-p|--output-format|stream-json", true)]
    [InlineData("-p|--output-format=stream-json", true)]
    [InlineData("-p|--output-format|json", false)]
    [InlineData("-p", false)]
    [InlineData("-p|--model|--output-format=stream-json", false)]
    [InlineData("-p|--output-format|stream-json|--output-format|text", false)]
    public Task The_format_says_whether_lines_come_while_it_works(string args, bool streams) => Task.Run(
        () => Assert.Equal(streams, ClaudeArguments.Read(args.Split('|')).StreamsJson), TestContext.Current.CancellationToken);

    [Theory(Timeout = 120_000)]
    [InlineData("-p|--input-format|stream-json", true)]
    [InlineData("-p|--input-format=stream-json|--output-format=stream-json", true)]
    [InlineData("-p|--input-format=text", false)]
    [InlineData("-p|--output-format=stream-json", false)]
    public Task The_format_of_the_input_says_whether_it_is_a_conversation(string args, bool takesStream) => Task.Run(
        () => Assert.Equal(takesStream, ClaudeArguments.Read(args.Split('|')).TakesStream), TestContext.Current.CancellationToken);
}
