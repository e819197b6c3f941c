namespace Ccsp.Gateway.Storage.Records;

/// <summary>
/// Position of a consumer of the stored events. Advancing it in the same step as the effect makes each event take effect exactly once.
/// </summary>
/// <param name="Seq">The number of the last event that was processed.</param>
internal sealed record EventCursor(string Reader, long Seq)
{
    public static RecordKind<EventCursor> Kind { get; } =
        new("event-cursor", EventCursorJson.Default.EventCursor, cursor => cursor.Reader) { IsTakenWhenFull = true };
}
