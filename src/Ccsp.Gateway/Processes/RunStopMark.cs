namespace Ccsp.Gateway.Processes;

/// <summary>In the folder of a run: it was ended on purpose.</summary>
/// <param name="Reason">One word.</param>
/// <param name="Actor">Who; long names are cut.</param>
internal sealed record RunStopMark(string Reason, string Actor);
