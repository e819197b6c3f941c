using Ccsp.Gateway.Queue;

namespace Ccsp.Gateway.Execution;

/// <summary>This running gateway. Its id is kept in the data folder, so a restart finds its leases.</summary>
/// <param name="Id">Stable over restarts.</param>
internal sealed record Instance(string Id, string Host, int Pid)
{
    /// <summary>Whether other instances may use the same store.</summary>
    public bool SharesStore { get; init; }

    /// <summary>This process as holder of the id; null with an embedded store.</summary>
    public InstanceHolder? Holder { get; init; }

    /// <summary>Set while another process owns the id; nothing is claimed then.</summary>
    public string? HeldBy { get; set; }

    /// <summary>Its URL for others, once it listens.</summary>
    public string? Url { get; set; }
}
