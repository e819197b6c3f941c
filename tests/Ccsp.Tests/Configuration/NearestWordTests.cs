using Ccsp.Gateway.Configuration;
using Xunit;

namespace Ccsp.Tests.Configuration;

public sealed class NearestWordTests
{
    [Theory]
    [InlineData("queueSise", "queueSize")]
    [InlineData("QUEUESIZE", "queueSize")]
    [InlineData("queueSzie", "queueSize")]
    [InlineData("ueueSize", "queueSize")]
    [InlineData("queueSizes", "queueSize")]
    [InlineData("queXXize", "queueSize")]
    [InlineData("queXXXize", "queueSize")]
    [InlineData("queXXXXze", null)]
    [InlineData("", null)]
    // A short word is one slip away at most, however short it is.
    [InlineData("tsl", "tls")]
    [InlineData("t", null)]
    [InlineData("xls", "tls")]
    [InlineData("xlx", null)]
    public void A_word_is_meant_when_few_letters_are_wrong(string word, string? nearest) =>
        Assert.Equal(nearest, NearestWord.Of(word, ["queueSize", "tls", "somethingElse"]));

    [Fact]
    public void The_nearest_counts_first_then_the_longer_common_beginning_then_the_alphabet()
    {
        Assert.Equal("abcdef", NearestWord.Of("abcdeX", ["abcXXf", "abcdef"]));
        Assert.Equal("abcdeY", NearestWord.Of("abcdeX", ["YbcdeX", "abcdeY"]));
        Assert.Equal("abcdeY", NearestWord.Of("ABCDEX", ["YBCDEX", "abcdeY"]));
        Assert.Equal("abcdeY", NearestWord.Of("abcdeX", ["abcdeZ", "abcdeY"]));
        Assert.Null(NearestWord.Of("word", []));
    }
}
