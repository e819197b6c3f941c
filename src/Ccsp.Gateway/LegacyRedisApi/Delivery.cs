using StackExchange.Redis;

namespace Ccsp.Gateway.LegacyRedisApi;

/// <summary>A message that is being taken.</summary>
/// <param name="Id">Given when it was moved: the id its task has, however often the message is looked at before it is done with.</param>
/// <param name="Message">As its client sent it.</param>
/// <param name="Entry">As it stands among those being taken.</param>
internal readonly record struct Delivery(string Id, RedisValue Message, RedisValue Entry)
{
    private const int IdLength = 36;

    /// <param name="entry">From the list.</param>
    /// <param name="otherwise">The id of a message that an earlier version moved, which gave none.</param>
    public static Delivery Of(RedisValue entry, Func<string> otherwise)
    {
        var bytes = (ReadOnlyMemory<byte>)entry;
        return bytes.Length > IdLength && bytes.Span[IdLength] == (byte)' ' && Guid.TryParse(bytes.Span[..IdLength], out _)
            ? new Delivery(System.Text.Encoding.ASCII.GetString(bytes.Span[..IdLength]), bytes[(IdLength + 1)..], entry)
            : new Delivery(otherwise(), entry, entry);
    }
}
