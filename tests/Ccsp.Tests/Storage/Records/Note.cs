using Ccsp.Gateway.Storage.Records;

namespace Ccsp.Tests.Storage.Records;

/// <summary>A document of a feature that exists for these tests only.</summary>
internal sealed record Note(string Id, string Board, long DueAt, string Text, bool Done = false)
{
    /// <summary>Open notes of a board by when they are due.</summary>
    public static RecordIndex<Note> Due { get; } = new("due", note => note.Done ? null : new IndexEntry(note.Board, note.DueAt));

    public static RecordIndex<Note> ByText { get; } = new("text", note => new IndexEntry(note.Text, 0));

    public static RecordKind<Note> Kind { get; } = new("note", NoteJson.Default.Note, note => note.Id, Due, ByText);
}
