namespace Ccsp.Gateway.Execution;

/// <summary>Where and when runs are executed.</summary>
/// <param name="Reached">Called at each of its steps, for faults at named steps.</param>
internal sealed record ExecutionSite(Instance Instance, ActiveRuns Runs, TimeProvider Time, Reached Reached);
