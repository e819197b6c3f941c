namespace Ccsp.Contracts;

/// <summary>Another gateway process with the same instance id.</summary>
/// <param name="Host">Name of its machine.</param>
/// <param name="Pid">Its process id there.</param>
/// <param name="Url">Its address.</param>
/// <param name="DataDir">Its data folder.</param>
/// <param name="SeenAt">When it was last seen.</param>
public sealed record InstanceRivalView(string Host, int Pid, string? Url, string DataDir, DateTimeOffset SeenAt);
