namespace Ccsp.Gateway.Storage;

/// <summary>Which commands go first, so that a mass import cannot delay the heartbeat that keeps leases alive.</summary>
internal enum WriteLane
{
    /// <summary>Claims, leases, gates, changes by people.</summary>
    Control,

    /// <summary>Submits, clearing, retention.</summary>
    Bulk,
}
