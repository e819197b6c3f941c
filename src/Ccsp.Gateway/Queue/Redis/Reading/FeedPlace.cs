using System.Globalization;
using StackExchange.Redis;

namespace Ccsp.Gateway.Queue.Redis.Reading;

/// <summary>Where the feed says that an event stands.</summary>
/// <param name="Seq">Its number.</param>
/// <param name="Owner">The task, or nothing for an event about the system.</param>
/// <param name="Position">In the owner's list, from 1.</param>
internal readonly record struct FeedPlace(long Seq, string Owner, int Position)
{
    /// <summary>An entry tells of one commit; its id is the number of its last event.</summary>
    /// <param name="entry">As XRANGE gives it: the id, and one field.</param>
    public static IEnumerable<FeedPlace> AllOf(RedisResult[] entry)
    {
        var last = SeqOf((string)entry[0]!);
        var told = ((string)((RedisResult[])entry[1]!)[1]!).Split('\n');
        return told.Select((one, n) => Of(one, last - told.Length + 1 + n));
    }

    /// <param name="entryId">Such as <c>17-0</c>.</param>
    public static long SeqOf(string entryId) => long.Parse(entryId.AsSpan(0, entryId.IndexOf('-')), CultureInfo.InvariantCulture);

    private static FeedPlace Of(string told, long seq)
    {
        var space = told.IndexOf(' ');
        return new FeedPlace(seq, told[(space + 1)..], int.Parse(told.AsSpan(0, space), CultureInfo.InvariantCulture));
    }
}
