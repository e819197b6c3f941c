namespace Ccsp.Contracts;

/// <summary>Figures of all live instances together.</summary>
/// <param name="TotalInstances">Number of live instances.</param>
/// <param name="TotalActiveRequests">Their live runs.</param>
/// <param name="TotalQueueSize">Waiting tasks.</param>
/// <param name="AverageCpuUsage">Average over the instances that report it, 0 to 100.</param>
/// <param name="AverageMemoryUsage">Average over the instances that report it, 0 to 100.</param>
public sealed record GlobalFigures(
    int TotalInstances, int TotalActiveRequests, int TotalQueueSize, double? AverageCpuUsage, double? AverageMemoryUsage);
