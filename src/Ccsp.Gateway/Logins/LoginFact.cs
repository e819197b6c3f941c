namespace Ccsp.Gateway.Logins;

/// <param name="Type">One of <c>EventTypes</c>.</param>
internal sealed record LoginFact(string Type, string Reason);
