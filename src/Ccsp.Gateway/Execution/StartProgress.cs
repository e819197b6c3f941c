namespace Ccsp.Gateway.Execution;

/// <summary>What a start waits for, to name the cause of one that times out.</summary>
internal sealed class StartProgress
{
    private volatile string? _reads;

    /// <summary>The task field whose files are being checked; null for the gateway's own.</summary>
    public string? Reads
    {
        get => _reads;
        set => _reads = value;
    }
}
