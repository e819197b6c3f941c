using System.Globalization;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue.Stored;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>An event as it stands in its list: a line for each member, the store's number first, the data last.</summary>
internal static class EventText
{
    public const int Lines = 7;

    /// <summary>Without the store's number, which the commit puts before it.</summary>
    public static string Write(StoredEvent told) => string.Create(
        CultureInfo.InvariantCulture,
        $"{told.TaskSeq}\n{told.Type}\n{Milliseconds.Of(told.At)}\n{told.Run}\n{told.InstanceId}\n{told.Data}");

    /// <summary>With the number it was given before.</summary>
    public static string WriteWhole(StoredEvent told) => string.Create(CultureInfo.InvariantCulture, $"{told.Seq}\n") + Write(told);

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
