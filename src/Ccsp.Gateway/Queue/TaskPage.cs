namespace Ccsp.Gateway.Queue;

/// <param name="Items">Newest first.</param>
/// <param name="Next">Cursor of the next page, null at the end.</param>
internal sealed record TaskPage(IReadOnlyList<TaskRecord> Items, string? Next);
