namespace Ccsp.Gateway.Processes;

/// <summary>Mark in a run's folder: it was ended on purpose.</summary>
/// <param name="Reason">The stop reason's name.</param>
/// <param name="Actor">Who ended it; long names are cut.</param>
internal sealed record RunStopMark(string Reason, string Actor);
