namespace Ccsp.Gateway.Processes;

/// <summary>The file process.json: what a later gateway needs to recognize, follow and stop the run.</summary>
/// <param name="Identity">The supervisor.</param>
/// <param name="Marker">The run's CCSP_TOKEN.</param>
/// <param name="OutputMax">Bytes.</param>
/// <param name="Groups">All cgroup folders of the run: first the one with cgroup.kill, then those of v1 controllers.</param>
internal sealed record RunManifest(ProcessIdentity Identity, string Marker, long OutputMax, IReadOnlyList<string> Groups);
