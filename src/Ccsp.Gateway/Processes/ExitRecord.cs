namespace Ccsp.Gateway.Processes;

/// <summary>exit.json, as the supervisor script writes it.</summary>
internal sealed record ExitRecord(int? Code, int? Signal, bool Deadline, bool Lease);
