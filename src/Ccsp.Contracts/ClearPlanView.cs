namespace Ccsp.Contracts;

/// <summary>What clearing the stop would start.</summary>
/// <param name="Ready">Tasks that wait for nothing else.</param>
/// <param name="StartsAtOnce">How many of them the asked instance would start at once; the others follow as slots get free.</param>
/// <param name="First">The first of these, in the order in which they start.</param>
/// <param name="StopFile">A stop file that must be removed first.</param>
public sealed record ClearPlanView(int Ready, int StartsAtOnce, IReadOnlyList<PlannedStart> First, string? StopFile);
