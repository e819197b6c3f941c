namespace Ccsp.Gateway.Execution;

/// <summary>This running gateway. The id is kept in the data folder, so a restart finds its own leases.</summary>
/// <param name="Id">Stable over restarts.</param>
/// <param name="Host">Machine name.</param>
/// <param name="Pid">Process id.</param>
/// <param name="Url">Where it listens.</param>
internal sealed record Instance(string Id, string Host, int Pid, string? Url);
