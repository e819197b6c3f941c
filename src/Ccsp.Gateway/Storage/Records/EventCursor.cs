namespace Ccsp.Gateway.Storage.Records;

/// <summary>How far somebody who acts on the stored events has come. A step that moves it acts on each event once.</summary>
/// <param name="Seq">The number of the last event that was looked at.</param>
internal sealed record EventCursor(string Reader, long Seq)
{
    public static RecordKind<EventCursor> Kind { get; } =
        new("event-cursor", EventCursorJson.Default.EventCursor, cursor => cursor.Reader);
}
