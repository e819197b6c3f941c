namespace Ccsp.Gateway.Engines.Endings;

/// <summary>Exit codes and signals.</summary>
internal static class Exits
{
    /// <summary>The signal that ended the run; a shell and the CLI itself report it as 128 + number.</summary>
    public static int? SignalOf(RunEvidence evidence) => evidence switch
    {
        { Signal: { } signal } => signal,
        { ExitCode: > 128 and < 128 + 65 } => evidence.ExitCode - 128,
        _ => null,
    };
}
