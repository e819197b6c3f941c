namespace Ccsp.Gateway.Logins;

/// <summary>Something to be done outside of the store. Doing it twice with the same occurrence changes nothing.</summary>
/// <param name="Occurrence">Which time it is, the same after a crash.</param>
internal sealed record LoginFollowUp(LoginFollowUpKind Kind, string Occurrence, string Text);
