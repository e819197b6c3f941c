namespace Ccsp.Gateway.Notifications.GitHub;

/// <summary>
/// What is hidden in the text of an issue or a comment, so that our own is known again: the key of the issue, and the notification that
/// wrote it. Pure.
/// </summary>
internal static class Marker
{
    public static string OfIssue(string key) => $"<!-- ccsp-issue {Escape(key)} -->";

    public static string OfNotice(string key) => $"<!-- ccsp-notice {Escape(key)} -->";

    /// <summary>Two hyphens would end the comment early.</summary>
    private static string Escape(string key) => Uri.EscapeDataString(key).Replace("-", "%2D", StringComparison.Ordinal);
}
