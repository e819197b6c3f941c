using Ccsp.Contracts;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Gates;

namespace Ccsp.Gateway.Execution;

/// <summary>Whether an ending blames the engine rather than the task. Pure.</summary>
internal static class EngineFaults
{
    /// <summary>A broken program has exited by then even on a slow machine; a working one has written something.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(30);

    /// <param name="engine">Whose run it was.</param>
    /// <param name="facts">How its output was read.</param>
    /// <param name="hasSpoken">Whether it said anything but plain text.</param>
    /// <param name="ranFor">From its start to its end.</param>
    public static EngineFault Of(IEngine engine, RunFacts facts, bool hasSpoken, Ending ending, TimeSpan ranFor) => ending.Class switch
    {
        EndingClass.EngineMissing => engine.PassesExitOn ? EngineFault.Suspected : EngineFault.Certain,
        EndingClass.Crashed or EndingClass.Unknown when facts.Speaks && !hasSpoken && ranFor < AtOnce => EngineFault.Suspected,
        // We built the command line, so the program is of an unknown version.
        EndingClass.Invalid when facts.Speaks && !hasSpoken && ranFor < AtOnce
            && ending.Message.Contains("unknown option", StringComparison.OrdinalIgnoreCase) => EngineFault.Suspected,
        _ => EngineFault.None,
    };
}
