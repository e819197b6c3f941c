namespace Ccsp.Contracts;

/// <summary>The process is alive.</summary>
/// <param name="Status">Always <c>healthy</c>; an unhealthy process does not answer.</param>
/// <param name="Version">The running version.</param>
public sealed record HealthView(string Status, string Version);
