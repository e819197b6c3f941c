namespace Ccsp.Gateway.Processes;

/// <summary>process.json: what a later gateway needs to recognise, follow and stop the run.</summary>
/// <param name="Identity">The supervisor.</param>
/// <param name="Marker">The run's CCSP_TOKEN.</param>
/// <param name="OutputMax">Bytes.</param>
/// <param name="Groups">Every cgroup folder made for the run: the one with cgroup.kill first, then those of v1 controllers.</param>
internal sealed record RunManifest(ProcessIdentity Identity, string Marker, long OutputMax, IReadOnlyList<string> Groups);
