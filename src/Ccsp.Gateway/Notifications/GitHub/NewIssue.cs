namespace Ccsp.Gateway.Notifications.GitHub;

/// <summary>What an issue says.</summary>
/// <param name="Key">One open issue for each key, for example <c>session:default</c>.</param>
/// <param name="Occurrence">Which failure this is, the same when the call is repeated after a crash: the time it was found, or an event's
/// number.</param>
/// <param name="Title">One line.</param>
/// <param name="Body">Markdown. Becomes a comment when the issue is open already.</param>
/// <param name="Labels">For a new issue.</param>
internal sealed record NewIssue(string Key, string Occurrence, string Title, string Body, IReadOnlyList<string> Labels);
