namespace Ccsp.Gateway.Notifications.GitHub;

/// <summary>The content of an issue.</summary>
/// <param name="Key">At most one issue is open per key, for example <c>session:default</c>.</param>
/// <param name="Occurrence">Identifies the failure, the same when the call is repeated after a crash: the time it was found, or an event's
/// number.</param>
/// <param name="Title">One line.</param>
/// <param name="Body">Markdown. Becomes a comment when the issue is already open.</param>
/// <param name="Labels">For a new issue.</param>
internal sealed record NewIssue(string Key, string Occurrence, string Title, string Body, IReadOnlyList<string> Labels);
