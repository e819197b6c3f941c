namespace Ccsp.Gateway.Logins;

/// <summary>A notice or an issue about a profile.</summary>
/// <param name="Key">What it is about: <c>session:NAME</c>.</param>
/// <param name="Occurrence">Identifies the occasion.</param>
/// <param name="Body">Markdown.</param>
internal sealed record LoginMessage(string Key, string Occurrence, string Title, string Body, IReadOnlyList<string> Labels);
