using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>One page of tasks.</summary>
/// <param name="Items">Newest first. A page ends early when its rows get large or nothing was found for a while; only a page without
/// <paramref name="Next"/> is the last.</param>
/// <param name="Next">The <c>cursor</c> of the next page; absent on the last one.</param>
public sealed record TaskList([property: JsonRequired] IReadOnlyList<TaskView> Items, string? Next);
