using System.Globalization;
using System.Text;

namespace Ccsp.Contracts;

/// <summary>Selects tasks to list; absent members match all.</summary>
public sealed record TaskQuery
{
    /// <summary>Only in this state.</summary>
    public TaskState? State { get; init; }

    /// <summary>Only of this class.</summary>
    public Priority? Priority { get; init; }

    /// <summary>Only of this agent.</summary>
    public string? Agent { get; init; }

    /// <summary>Only of this engine.</summary>
    public string? Engine { get; init; }

    /// <summary>Only of this profile.</summary>
    public string? Profile { get; init; }

    /// <summary>Only of this group.</summary>
    public string? Group { get; init; }

    /// <summary>Only of this type.</summary>
    public string? Type { get; init; }

    /// <summary>Text that occurs in prompt, result or metadata.</summary>
    public string? Text { get; init; }

    /// <summary>Accepted at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Accepted before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Members of each row, in full, besides <c>id</c> and <c>state</c>; absent: all, with long texts shortened.</summary>
    public IReadOnlyList<string>? Fields { get; init; }

    /// <summary>Tasks on one page.</summary>
    public int? Limit { get; init; }

    /// <summary>The position: <see cref="TaskList.Next"/> of the previous page.</summary>
    public string? Cursor { get; init; }

    internal string ToQueryString()
    {
        (string Name, string? Value)[] parts =
        [
            ("state", State is { } state ? EnumNames<TaskState>.Of(state) : null),
            ("priority", Priority is { } priority ? EnumNames<Priority>.Of(priority) : null),
            ("agent", Agent), ("engine", Engine), ("profile", Profile), ("group", Group), ("type", Type), ("q", Text),
            ("since", Time(Since)), ("until", Time(Until)),
            ("fields", Fields is null ? null : string.Join(',', Fields)), ("limit", Limit?.ToString(CultureInfo.InvariantCulture)),
            ("cursor", Cursor),
        ];
        var query = new StringBuilder();
        foreach (var (name, value) in parts.Where(p => p.Value is not null))
            query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value!));
        return query.ToString();
    }

    private static string? Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
