namespace Ccsp.Gateway.Engines;

/// <summary>How a program tells of its failures.</summary>
/// <param name="SpeaksClaude">Plain text of a failed run may hold Claude Code's messages. Of any other program it holds test names, counts
/// and quotations.</param>
/// <param name="ExitIsAnswer">An exit code other than 0 is what the program has to say, not a crash of it.</param>
/// <param name="RepeatsFailures">Such an answer leads to another run all the same; the operator says so of the engine.</param>
internal sealed record ProgramConduct(bool SpeaksClaude, bool ExitIsAnswer, bool RepeatsFailures)
{
    public static ProgramConduct ClaudeCode { get; } = new(SpeaksClaude: true, ExitIsAnswer: false, RepeatsFailures: false);
}
