using StackExchange.Redis;

namespace Ccsp.Gateway.LegacyRedisApi;

/// <summary>A message that an instance has moved from the request list and is processing.</summary>
/// <param name="Id">Assigned when the message was moved: the id of its task, however often the message is processed.</param>
/// <param name="Message">As sent by the client.</param>
/// <param name="Entry">Its entry in the list of messages in progress.</param>
internal readonly record struct Delivery(string Id, RedisValue Message, RedisValue Entry)
{
    private const int IdLength = 36;

    /// <param name="entry">From that list.</param>
    /// <param name="otherwise">Supplies an id for a message moved by an earlier version, which assigned none.</param>
    public static Delivery Of(RedisValue entry, Func<string> otherwise)
    {
        var bytes = (ReadOnlyMemory<byte>)entry;
        return bytes.Length > IdLength && bytes.Span[IdLength] == (byte)' ' && Guid.TryParse(bytes.Span[..IdLength], out _)
            ? new Delivery(System.Text.Encoding.ASCII.GetString(bytes.Span[..IdLength]), bytes[(IdLength + 1)..], entry)
            : new Delivery(otherwise(), entry, entry);
    }
}
