namespace Ccsp.Gateway.Storage;

/// <summary>The store takes no more writes until the gateway is started again: it was closed, or the disk failed in a way that must not be
/// retried.</summary>
internal sealed class StoreUnavailable(string message, Exception? cause = null) : IOException(message, cause)
{
    /// <summary>The trouble of its server is in the log already, once; whoever meets it need not log it again.</summary>
    public bool IsLogged { get; init; }

    /// <summary>What a server refuses this gateway, and how that is mended; for whoever asks. Null: it just does not answer.</summary>
    public string? Advice { get; init; }
}
