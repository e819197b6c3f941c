namespace Ccsp.Gateway.Queue.Records;

/// <summary>A fact about the system, to be appended as an event.</summary>
/// <param name="Type">One of <c>EventTypes</c>.</param>
/// <param name="Data">A JSON object.</param>
internal readonly record struct SystemFact(string Type, string Data);
