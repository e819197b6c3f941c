using System.Globalization;
using Ccsp.Gateway.Events;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// The message published with a commit: origin, number of its last event and, unless too long, the events: for each its owner and its text
/// (<see cref="EventText"/>), a line per member.
/// </summary>
/// <param name="Events">Empty: read them from the feed.</param>
internal sealed record FeedMessage(string Origin, long Last, IReadOnlyList<StoredEvent> Events)
{
    private const int LinesOfOne = EventText.Lines + 1;

    public static FeedMessage Read(string text)
    {
        var lines = text.Split('\n');
        var last = long.Parse(lines[1], CultureInfo.InvariantCulture);
        // A line break inside a member would shift the others; such events are read from the feed.
        if ((lines.Length - 2) % LinesOfOne != 0)
            return new FeedMessage(lines[0], last, []);
        List<StoredEvent> events = [];
        for (var i = 2; i < lines.Length; i += LinesOfOne)
            events.Add(EventText.Read(lines[i], lines.AsSpan(i + 1, EventText.Lines)));
        return new FeedMessage(lines[0], last, events);
    }
}
