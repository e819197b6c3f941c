using Ccsp.Contracts;

namespace Ccsp.Gateway.Notifications;

/// <summary>A kind of notice and what the configuration may override.</summary>
/// <param name="Type">Type of its event.</param>
/// <param name="Severity">Default severity; events may raise it, see <see cref="Routing.NoticeMaker"/>.</param>
/// <param name="Topic">Template of the topic.</param>
/// <param name="Title">Template; <c>{field}</c> stands for a field of the event.</param>
/// <param name="Body">Template.</param>
internal sealed record NoticeKind(string Type, Severity Severity, string Topic, string Title, string Body)
{
    public bool Enabled { get; init; } = true;

    /// <summary>See <see cref="Notice.Resolves"/>.</summary>
    public bool Resolves { get; init; }

    /// <summary>Whether another component opens, comments and closes its issue, so that the router skips the GitHub channel.</summary>
    public bool OwnIssue { get; init; }

    /// <summary>Its name in the configuration, where a dot separates keys: <c>session-timeout</c>.</summary>
    public string ConfigName => Type.Replace('.', '-');
}
