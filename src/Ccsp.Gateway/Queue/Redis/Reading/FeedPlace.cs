using System.Globalization;

namespace Ccsp.Gateway.Queue.Redis.Reading;

/// <summary>Location of an event.</summary>
/// <param name="Owner">The task, or empty for a system event.</param>
/// <param name="Position">In the owner's list, from 1.</param>
internal readonly record struct FeedPlace(long Seq, string Owner, int Position)
{
    /// <param name="text">Position and owner, a space between.</param>
    public static FeedPlace Of(string text, long seq)
    {
        var space = text.IndexOf(' ');
        return new FeedPlace(seq, text[(space + 1)..], int.Parse(text.AsSpan(0, space), CultureInfo.InvariantCulture));
    }
}
