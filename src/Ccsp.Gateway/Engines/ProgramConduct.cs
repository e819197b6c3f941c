namespace Ccsp.Gateway.Engines;

/// <summary>How a program reports failures.</summary>
/// <param name="SpeaksClaude">Whether plain text of a failed run may contain Claude Code's messages. Other programs print test names,
/// counts and quotations.</param>
/// <param name="ExitIsAnswer">Whether a non-zero exit code is the program's answer and not a crash.</param>
/// <param name="RepeatsFailures">Whether such an answer is retried anyway, as configured by the operator.</param>
internal sealed record ProgramConduct(bool SpeaksClaude, bool ExitIsAnswer, bool RepeatsFailures)
{
    public static ProgramConduct ClaudeCode { get; } = new(SpeaksClaude: true, ExitIsAnswer: false, RepeatsFailures: false);
}
