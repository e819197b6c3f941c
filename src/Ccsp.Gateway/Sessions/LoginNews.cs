namespace Ccsp.Gateway.Sessions;

/// <summary>The data of a session's event.</summary>
internal sealed record LoginNews(string Profile, string Reason, Contracts.SessionState State);
