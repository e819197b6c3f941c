namespace Ccsp.Gateway.Queue.Moving;

/// <param name="Seconds">A run of this group is expected to take.</param>
internal sealed record GroupExpectation(string Group, double Seconds);
