namespace Ccsp.Contracts;

/// <summary>What clearing the emergency stop would start.</summary>
/// <param name="Ready">Tasks that wait for nothing else.</param>
/// <param name="StartsAtOnce">Number of tasks the answering instance would start at once; the others follow as slots become free.</param>
/// <param name="First">The first of these, in starting order.</param>
/// <param name="StopFile">Path of a stop file that must be removed first.</param>
public sealed record ClearPlanView(int Ready, int StartsAtOnce, IReadOnlyList<PlannedStart> First, string? StopFile);
