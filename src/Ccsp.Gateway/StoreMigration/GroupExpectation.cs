namespace Ccsp.Gateway.StoreMigration;

/// <param name="Seconds">A run of this group is expected to take.</param>
internal sealed record GroupExpectation(string Group, double Seconds);
