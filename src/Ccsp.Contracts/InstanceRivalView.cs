namespace Ccsp.Contracts;

/// <summary>A gateway process that goes under the id of another one.</summary>
/// <param name="Host">Name of its machine.</param>
/// <param name="Pid">Its process id there.</param>
/// <param name="Url">Where it listens.</param>
/// <param name="DataDir">Its data folder.</param>
/// <param name="SeenAt">When it was last heard.</param>
public sealed record InstanceRivalView(string Host, int Pid, string? Url, string DataDir, DateTimeOffset SeenAt);
