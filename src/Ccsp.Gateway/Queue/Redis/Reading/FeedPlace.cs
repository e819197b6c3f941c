using System.Globalization;

namespace Ccsp.Gateway.Queue.Redis.Reading;

/// <summary>Location of an event.</summary>
/// <param name="Owner">The task, or empty for a system event.</param>
/// <param name="Position">In the owner's list, from 1.</param>
internal readonly record struct FeedPlace(long Seq, string Owner, int Position)
{
    /// <param name="told">Position and owner, a space between.</param>
    public static FeedPlace Of(string told, long seq)
    {
        var space = told.IndexOf(' ');
        return new FeedPlace(seq, told[(space + 1)..], int.Parse(told.AsSpan(0, space), CultureInfo.InvariantCulture));
    }
}
