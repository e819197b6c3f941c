namespace Ccsp.Gateway.Processes;

/// <summary>The file exit.json, written by the supervisor script.</summary>
internal sealed record ExitRecord(int? Code, int? Signal, bool Deadline, bool Lease);
