using System.Text.Json.Serialization;

namespace Ccsp.Gateway.Processes;

/// <summary>process.json: what a later gateway needs to recognise, follow and stop the run.</summary>
/// <param name="Identity">The supervisor.</param>
/// <param name="Marker">The run's CCSP_TOKEN.</param>
/// <param name="OutputMax">Bytes.</param>
/// <param name="Groups">Every cgroup folder made for the run: the one with cgroup.kill first, then those of v1 controllers.</param>
internal sealed record RunRecord(ProcessIdentity Identity, string Marker, long OutputMax, IReadOnlyList<string> Groups);

/// <summary>exit.json, as the supervisor script writes it.</summary>
internal sealed record ExitRecord(int? Code, int? Signal, bool Deadline, bool Lease);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RunRecord))]
[JsonSerializable(typeof(ExitRecord))]
internal sealed partial class ProcessesJson : JsonSerializerContext;
