using Ccsp.Contracts;
using Ccsp.Gateway.Engines.Endings;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Engines;

public sealed class UnknownConversationTests
{
    [Theory]
    [InlineData("No conversation found with session ID: 11111111-2222-4333-8444-555555555555")]
    [InlineData("Error: --resume requires a valid session ID or session title when used with --print. Provided value \"nope\" is not a "
        + "UUID and does not match any session title.")]
    [InlineData("Error: --resume requires a valid session ID when used with --print.")]
    public void The_words_of_the_CLI_are_known(string text) => Assert.True(UnknownConversation.IsReportedBy(text));

    [Theory]
    [InlineData("The conversation is too long.")]
    [InlineData("Session ID 11111111-2222-4333-8444-555555555555 is already in use.")]
    public void A_conversation_that_is_there_is_not_unknown(string text) => Assert.False(UnknownConversation.IsReportedBy(text));

    [Fact]
    public void It_is_permanent_and_names_the_conversation()
    {
        var ending = UnknownConversation.Of("nope", SampleTasks.Ending(EndingClass.Unknown));
        Assert.Equal((EndingClass.Invalid, "INVALID_REQUEST", false), (ending.Class, ending.Category, ending.Recoverable));
        Assert.Contains("nope", ending.Message, StringComparison.Ordinal);
    }
}
