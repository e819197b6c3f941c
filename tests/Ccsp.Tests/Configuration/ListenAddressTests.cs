using Ccsp.Gateway.Configuration;
using Xunit;

namespace Ccsp.Tests.Configuration;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:3001", "127.0.0.1", 3001, true, false)]
    [InlineData(":80", "127.0.0.1", 80, true, false)]
    [InlineData("localhost:80", "localhost", 80, true, false)]
    [InlineData("[::1]:0", "::1", 0, true, false)]
    [InlineData("10.0.0.1:65535", "10.0.0.1", 65535, false, false)]
    [InlineData("0.0.0.0:80", "0.0.0.0", 80, false, true)]
    [InlineData("[::]:80", "::", 80, false, true)]
    public void It_tells_who_can_reach_it(string text, string host, int port, bool isLoopback, bool isWildcard)
    {
        Assert.True(ListenAddress.TryParse(text, out var address));
        Assert.Equal((host, port, isLoopback, isWildcard), (address.Host, address.Port, address.IsLoopback, address.IsWildcard));
        Assert.Equal(text == ":80" ? "127.0.0.1:80" : text, address.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData(":-1")]
    [InlineData(": 80")]
    [InlineData("[localhost]:80")]
    [InlineData("[::1:80")]
    public void What_is_none_is_refused(string text) => Assert.False(ListenAddress.TryParse(text, out _));
}
