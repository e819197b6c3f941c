namespace Ccsp.Gateway.Execution;

/// <summary>Where and when runs are executed.</summary>
/// <param name="Reached">Told of its steps, for faults at named steps.</param>
internal sealed record ExecutionSite(Instance Instance, ActiveRuns Runs, TimeProvider Time, Reached Reached);

/// <summary>A named step was reached; a fault may happen here in tests.</summary>
internal delegate void Reached(string step);
