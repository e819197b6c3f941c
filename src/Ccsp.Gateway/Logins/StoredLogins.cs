namespace Ccsp.Gateway.Logins;

/// <summary>All logins as one step has read them.</summary>
/// <param name="Cursor">The number of the last event that was looked at.</param>
internal sealed record StoredLogins(IReadOnlyList<LoginState> Items, long Cursor);
