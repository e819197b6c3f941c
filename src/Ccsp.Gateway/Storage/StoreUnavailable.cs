namespace Ccsp.Gateway.Storage;

/// <summary>
/// The store accepts no more writes until the gateway restarts: it was closed, or the disk failed in a way that must not be retried.
/// </summary>
internal sealed class StoreUnavailable(string message, Exception? cause = null) : IOException(message, cause)
{
    /// <summary>Whether the server's fault is in the log already, so that its callers need not log it again.</summary>
    public bool IsLogged { get; init; }

    /// <summary>What the server refuses this gateway and how to fix it, for people. Null: it just does not answer.</summary>
    public string? Advice { get; init; }
}
