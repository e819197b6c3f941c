namespace Ccsp.Gateway.Logins;

/// <summary>All logins as read in one transaction.</summary>
/// <param name="Cursor">The number of the last event that was read.</param>
internal sealed record StoredLogins(IReadOnlyList<LoginState> Items, long Cursor);
