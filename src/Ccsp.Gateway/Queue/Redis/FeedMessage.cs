using System.Globalization;
using Ccsp.Gateway.Events;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// What is published with a commit: who committed, the number of its last event, and, unless it would be too long, the events: for each its
/// owner and its text (<see cref="EventText"/>), a line for each member.
/// </summary>
/// <param name="Origin">Who committed.</param>
/// <param name="Last">The number of the last event.</param>
/// <param name="Events">Empty: to be read.</param>
internal sealed record FeedMessage(string Origin, long Last, IReadOnlyList<StoredEvent> Events)
{
    private const int LinesOfOne = EventText.Lines + 1;

    public static FeedMessage Read(string text)
    {
        var lines = text.Split('\n');
        var last = long.Parse(lines[1], CultureInfo.InvariantCulture);
        // A member with a line of its own would shift the others; such events are read from the feed.
        if ((lines.Length - 2) % LinesOfOne != 0)
            return new FeedMessage(lines[0], last, []);
        List<StoredEvent> events = [];
        for (var i = 2; i < lines.Length; i += LinesOfOne)
            events.Add(EventText.Read(lines[i], lines.AsSpan(i + 1, EventText.Lines)));
        return new FeedMessage(lines[0], last, events);
    }
}
