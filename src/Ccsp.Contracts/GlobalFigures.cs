namespace Ccsp.Contracts;

/// <summary>All live instances together.</summary>
/// <param name="TotalInstances">How many there are.</param>
/// <param name="TotalActiveRequests">Their live runs.</param>
/// <param name="TotalQueueSize">Tasks that wait.</param>
/// <param name="AverageCpuUsage">Of those that tell, 0 to 100.</param>
/// <param name="AverageMemoryUsage">Of those that tell, 0 to 100.</param>
public sealed record GlobalFigures(
    int TotalInstances, int TotalActiveRequests, int TotalQueueSize, double? AverageCpuUsage, double? AverageMemoryUsage);
