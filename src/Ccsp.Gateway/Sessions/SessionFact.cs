namespace Ccsp.Gateway.Sessions;

/// <param name="Type">One of <c>EventTypes</c>.</param>
internal sealed record SessionFact(string Type, string Reason);
