using System.Globalization;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue.Stored;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>An event as stored: one line per member, the store's number first, the data last.</summary>
internal static class EventText
{
    public const int Lines = 7;

    /// <summary>Without the store's number, which the commit prepends.</summary>
    public static string Write(StoredEvent storedEvent)
    {
        var (run, at) = (storedEvent.Run, Milliseconds.Of(storedEvent.At));
        return string.Create(CultureInfo.InvariantCulture,
            $"{storedEvent.TaskSeq}\n{storedEvent.Type}\n{at}\n{run}\n{storedEvent.InstanceId}\n{storedEvent.Data}");
    }

    public static string WriteWhole(StoredEvent storedEvent) =>
        string.Create(CultureInfo.InvariantCulture, $"{storedEvent.Seq}\n") + Write(storedEvent);

    public static StoredEvent Read(string taskId, string text) => Read(taskId, text.Split('\n', Lines));

    public static StoredEvent Read(string taskId, ReadOnlySpan<string> lines) => new(
        long.Parse(lines[0], CultureInfo.InvariantCulture),
        taskId.Length == 0 ? null : taskId,
        Number(lines[1]),
        lines[2],
        Milliseconds.Time(long.Parse(lines[3], CultureInfo.InvariantCulture)),
        Number(lines[4]),
        lines[5].Length == 0 ? null : lines[5],
        lines[6]);

    private static int? Number(string text) => text.Length == 0 ? null : int.Parse(text, CultureInfo.InvariantCulture);
}
