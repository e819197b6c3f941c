using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>Why watching a run came to an end.</summary>
internal abstract record RunEnd
{
    private RunEnd()
    {
    }

    /// <summary>The program ended by itself.</summary>
    internal sealed record Exited : RunEnd;

    /// <summary>The result is there and the process had its time to go away.</summary>
    internal sealed record Lingered : RunEnd;

    /// <summary>Someone asked to stop it; the store knows already.</summary>
    internal sealed record StopAsked(StopRequest Request) : RunEnd;

    /// <summary>One of the run's own limits passed, or its output calls for a stop; the store is told before the first signal.</summary>
    internal sealed record MustStop(StopReason Reason) : RunEnd;

    /// <summary>The gateway goes away; the supervisor carries on.</summary>
    internal sealed record Left : RunEnd;
}
