namespace Ccsp.Gateway.Execution;

/// <summary>What a start waits for, so that one that does not come through is told by its cause.</summary>
internal sealed class StartProgress
{
    private volatile string? _reads;

    /// <summary>The field of the task whose files are being looked at; null while only the gateway's own are.</summary>
    public string? Reads
    {
        get => _reads;
        set => _reads = value;
    }
}
