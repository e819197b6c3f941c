namespace Ccsp.Gateway.Logins;

/// <summary>The data of a login event.</summary>
internal sealed record LoginNews(string Profile, string Reason, Contracts.SessionState State);
