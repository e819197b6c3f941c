using Ccsp.Contracts;

namespace Ccsp.Gateway.Engines.Endings;

/// <summary>The fallback: no output explains the end.</summary>
internal static class ByExit
{
    // POSIX shells exit with 127 for a program that is not found and 126 for one that cannot be executed.
    private const int NotFound = 127;
    private const int NotExecutable = 126;

    public static Verdict Judge(RunEvidence evidence) => evidence switch
    {
        { ExitCode: NotFound or NotExecutable, Transcript.Events: 0 } =>
            new Verdict(
                EndingClass.EngineMissing, "exit",
                $"The engine's program could not be started (exit code {evidence.ExitCode}). {LastLine(evidence)}"),
        _ when evidence.KilledBy is { } signal =>
            new Verdict(EndingClass.Crashed, "exit", $"Ended by signal {signal} without a result."),
        { ExitCode: 0 } =>
            new Verdict(EndingClass.Crashed, "exit", "Ended with exit code 0 but without a result: its output is incomplete."),
        { ExitCode: { } code, Program.ExitIsAnswer: true } =>
            new Verdict(EndingClass.Failed, "exit", $"The program answered with exit code {code}. {LastLine(evidence)}".TrimEnd()),
        { ExitCode: { } code } =>
            new Verdict(EndingClass.Crashed, "exit", $"Ended with exit code {code} without a result. {LastLine(evidence)}"),
        _ => new Verdict(EndingClass.Unknown, "exit", "Neither an exit code nor a result is known."),
    };

    private static string LastLine(RunEvidence evidence)
    {
        var said = evidence.StderrTail.Trim() is { Length: > 0 } stderr ? stderr : evidence.Transcript.TextTail.Trim();
        return said[(said.LastIndexOf('\n') + 1)..];
    }
}
