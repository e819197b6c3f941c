namespace Ccsp.Gateway.Api;

/// <summary>Validates ids before they are used in a path or a query.</summary>
internal static class TaskIds
{
    /// <summary>
    /// Exactly the form the gateway creates: 36 lower-case characters. Anything else cannot name a task, nor escape the runs folder.
    /// </summary>
    public static bool IsOne(string? text) =>
        text is { Length: 36 } && Guid.TryParseExact(text, "D", out _) && !text.AsSpan().ContainsAnyInRange('A', 'F');
}
