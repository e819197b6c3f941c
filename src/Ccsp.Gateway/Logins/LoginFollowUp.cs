namespace Ccsp.Gateway.Logins;

/// <summary>A side effect outside the store; repeating it with the same occurrence changes nothing.</summary>
/// <param name="Occurrence">Identifies the occasion; the same after a crash.</param>
internal sealed record LoginFollowUp(LoginFollowUpKind Kind, string Occurrence, string Text);
