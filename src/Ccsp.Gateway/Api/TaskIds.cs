namespace Ccsp.Gateway.Api;

/// <summary>Recognises ids before they are used in a path or a query.</summary>
internal static class TaskIds
{
    /// <summary>
    /// Exactly the form the gateway mints: 36 characters, lower case. Anything else cannot name a task, nor climb out of the runs folder.
    /// </summary>
    public static bool IsOne(string? text) =>
        text is { Length: 36 } && Guid.TryParseExact(text, "D", out _) && !text.AsSpan().ContainsAnyInRange('A', 'F');
}
