using Ccsp.Contracts;

namespace Ccsp.Gateway.Notifications;

/// <summary>A kind of notice with what the configuration may override.</summary>
/// <param name="Type">The type of the event it comes from.</param>
/// <param name="Severity">Unless the event says more; see <see cref="Routing.NoticeMaker"/>.</param>
/// <param name="Topic">Template of what it is about.</param>
/// <param name="Title">Template; <c>{field}</c> stands for a field of the event.</param>
/// <param name="Body">Template.</param>
internal sealed record NoticeKind(string Type, Severity Severity, string Topic, string Title, string Body)
{
    public bool Enabled { get; init; } = true;

    /// <summary>See <see cref="Notice.Resolves"/>.</summary>
    public bool Resolves { get; init; }

    /// <summary>Its issue is opened, commented and closed by whoever knows the state behind it, so the router leaves that channel
    /// out.</summary>
    public bool OwnIssue { get; init; }

    /// <summary>As it stands in the configuration, where a dot separates keys: <c>session-timeout</c>.</summary>
    public string Word => Type.Replace('.', '-');
}
