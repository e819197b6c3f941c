using Ccsp.Contracts;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Gates;

namespace Ccsp.Gateway.Execution;

/// <summary>Whether an ending blames the engine rather than the task. Pure.</summary>
internal static class EngineFaults
{
    /// <summary>A program that cannot run is gone by then, on the slowest machine; one that worked has had time to say so.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(30);

    /// <param name="engine">Whose run it was.</param>
    /// <param name="facts">How its output was read.</param>
    /// <param name="hasSpoken">Whether it said anything but plain text.</param>
    /// <param name="ranFor">From its start to its end.</param>
    public static EngineFault Of(IEngine engine, RunFacts facts, bool hasSpoken, Ending ending, TimeSpan ranFor) => ending.Class switch
    {
        EndingClass.EngineMissing => engine.PassesExitOn ? EngineFault.Suspected : EngineFault.Certain,
        EndingClass.Crashed or EndingClass.Unknown when facts.Speaks && !hasSpoken && ranFor < AtOnce => EngineFault.Suspected,
        // Built by us, so it is the program that is of a version we do not know.
        EndingClass.Invalid when facts.Speaks && !hasSpoken && ranFor < AtOnce
            && ending.Message.Contains("unknown option", StringComparison.OrdinalIgnoreCase) => EngineFault.Suspected,
        _ => EngineFault.None,
    };
}
