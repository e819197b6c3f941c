using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.Notifications.Store.Redis;

/// <summary>Where the outbox lies.</summary>
internal sealed class OutboxKeys(RedisRoom room)
{
    /// <summary>Number → what waits or is being sent.</summary>
    public RedisKey Live => room.Key("live");

    /// <summary>Number → what is done, however, and beside it since when.</summary>
    public RedisKey Done => room.Key("done");

    public RedisKey DoneTimes => room.Key("donetimes");

    /// <summary>Channel and key → number, of all that is kept.</summary>
    public RedisKey Known => room.Key("known");

    /// <summary>Channel and topic → what was heard last.</summary>
    public RedisKey Topics => room.Key("topics");

    public RedisKey TopicTimes => room.Key("topictimes");

    public RedisKey Channels => room.Key("channels");

    /// <summary>The last event that was routed, the last number given.</summary>
    public RedisKey Meta => room.Key("meta");

    /// <summary>Where versions before this one kept the issues they watched.</summary>
    public RedisKey FormerIssues => room.Key("issues");

    /// <summary>No channel's name holds the character between the two.</summary>
    public static string Pair(string channel, string other) => $"{channel}\n{other}";
}
