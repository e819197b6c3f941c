using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>Why watching a run ended.</summary>
internal abstract record RunEnd
{
    private RunEnd()
    {
    }

    /// <summary>The program ended by itself.</summary>
    internal sealed record Exited : RunEnd;

    /// <summary>The result is there but the process outlived its grace.</summary>
    internal sealed record Lingered : RunEnd;

    /// <summary>A stop was requested; the store knows already.</summary>
    internal sealed record StopAsked(StopRequest Request) : RunEnd;

    /// <summary>A limit of the run passed, or its output calls for a stop; the store records it before the first signal.</summary>
    internal sealed record MustStop(StopReason Reason) : RunEnd;

    /// <summary>The gateway shuts down; the supervisor continues.</summary>
    internal sealed record Left : RunEnd;
}
