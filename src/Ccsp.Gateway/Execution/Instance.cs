using Ccsp.Gateway.Queue;

namespace Ccsp.Gateway.Execution;

/// <summary>This running gateway. The id is kept in the data folder, so a restart finds its own leases.</summary>
/// <param name="Id">Stable over restarts.</param>
internal sealed record Instance(string Id, string Host, int Pid)
{
    /// <summary>Whether other instances may use the same store.</summary>
    public bool SharesStore { get; init; }

    /// <summary>Which process this is; null with an embedded store, which nobody else opens.</summary>
    public InstanceHolder? Holder { get; init; }

    /// <summary>Set while the id belongs to another process: nothing is claimed then.</summary>
    public string? HeldBy { get; set; }

    /// <summary>Where others reach it; known once it listens.</summary>
    public string? Url { get; set; }
}
