namespace Ccsp.Gateway.Notifications.GitHub;

/// <summary>
/// Hidden in the text of an issue or comment so that we recognize our own: the issue's key and the notification that wrote it. Pure.
/// </summary>
internal static class Marker
{
    public static string OfIssue(string key) => $"<!-- ccsp-issue {Escape(key)} -->";

    public static string OfNotice(string key) => $"<!-- ccsp-notice {Escape(key)} -->";

    /// <summary>Two hyphens would end the HTML comment early.</summary>
    private static string Escape(string key) => Uri.EscapeDataString(key).Replace("-", "%2D", StringComparison.Ordinal);
}
