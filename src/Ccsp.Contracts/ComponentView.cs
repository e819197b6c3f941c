namespace Ccsp.Contracts;

/// <summary>The state of one component.</summary>
/// <param name="Ok">Whether it works.</param>
/// <param name="Detail">One sentence.</param>
public sealed record ComponentView(bool Ok, string Detail);
