using Ccsp.Gateway.Configuration;
using Xunit;

namespace Ccsp.Tests.Configuration;

public sealed class RedisUrlTests
{
    [Theory]
    [InlineData("redis://one", "one", 6379, null, null, 0, false)]
    [InlineData("redis://one:7000/3", "one", 7000, null, null, 3, false)]
    [InlineData("rediss://queue:s%3Acret%40@one", "one", 6379, "queue", "s:cret@", 0, true)]
    [InlineData("redis://:secret@one", "one", 6379, null, "secret", 0, false)]
    [InlineData("redis://secret@one/", "one", 6379, null, "secret", 0, false)]
    public void An_address_says_where_as_whom_and_how(
        string text, string host, int port, string? user, string? password, int database, bool tls) =>
        Assert.Equal(new RedisUrl(host, port, user, password, database, tls), RedisUrl.Parse(text));

    [Theory]
    [InlineData("one:6379")]
    [InlineData("http://one")]
    [InlineData("redis://")]
    [InlineData("redis://one/first")]
    [InlineData("redis://one?db=1")]
    public void Anything_else_is_none(string text) => Assert.Null(RedisUrl.Parse(text));

    [Fact]
    public void The_password_is_never_printed() =>
        Assert.DoesNotContain("secret", $"{RedisUrl.Parse("redis://queue:secret@one")}", StringComparison.Ordinal);
}
