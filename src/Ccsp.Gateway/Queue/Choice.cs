namespace Ccsp.Gateway.Queue;

/// <summary>A filter by one or several values.</summary>
internal sealed record Choice<T>(IReadOnlyList<T> Values)
{
    public static implicit operator Choice<T>(T value) => new([value]);

    public bool Has(T value) => Values.Contains(value);
}

internal static class Choice
{
    /// <summary>Empty matches all.</summary>
    public static Choice<string>? Of(string? value) => value is null ? null : new([value]);

    public static Choice<T>? Of<T>(T? value)
        where T : struct => value is { } given ? new([given]) : null;
}
