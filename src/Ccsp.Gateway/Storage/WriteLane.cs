namespace Ccsp.Gateway.Storage;

/// <summary>Priority of commands, so that a mass import cannot delay the heartbeats that keep leases alive.</summary>
internal enum WriteLane
{
    /// <summary>Claims, leases, gates, changes by people.</summary>
    Control,

    /// <summary>Submissions, clearing, retention.</summary>
    Bulk,
}
