using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;
using Xunit;

namespace Ccsp.Tests.Storage.Redis;

/// <summary>Servers before 7.0 put what refused a command of a script into the middle of the script's error.</summary>
public sealed class RedisTroublesTests
{
    [Theory]
    [InlineData("READONLY You can't write against a read only replica.", true)]
    [InlineData("ERR Error running script (call to f_9a): @user_script:19: @user_script: 19: -READONLY You can't write against a read "
        + "only replica. ", true)]
    [InlineData(
        "ERR Error running script (call to f_9a): @user_script:19: user_script:19: attempt to call a nil value (global 'READONLY')", false)]
    [InlineData("WRONGTYPE Operation against a key holding the wrong kind of value", false)]
    public void A_replica_is_recognised_whoever_wrote_the_error(string message, bool passes)
    {
        var error = new RedisServerException(RedisErrorKind.Unknown, CommandFlags.None, message);
        Assert.Equal(passes, RedisTroubles.Says(error, "READONLY"));
        Assert.Equal(passes, RedisTroubles.IsPassing(error));
        Assert.Equal(passes, RedisTroubles.NeedsNewConnection(error, mayMove: false));
    }
}
