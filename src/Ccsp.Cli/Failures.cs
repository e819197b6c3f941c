using Ccsp.Cli.Terminal;
using Ccsp.Contracts;

namespace Ccsp.Cli;

/// <summary>
/// The only mapping from exceptions to one line on stderr and an exit code. A command without its answer always gets both, never 0.
/// </summary>
internal static class Failures
{
    public static async Task<int> GuardAsync(Shell shell, Func<Task<int>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception ex)
        {
            return Report(shell, ex);
        }
    }

    public static int Report(Shell shell, Exception failure) => failure switch
    {
        // A reader that closes the pipe, such as 'head -1', needs no message; the exit code still says that output is missing.
        StandardOutputFailure { IsClosed: true } => ExitCodes.Failed,
        OperationCanceledException => Say(shell, "interrupted", ExitCodes.Interrupted),
        GatewayException refused => Say(shell, refused.Message, refused.ExitCode),
        CliFailure mine => Say(shell, mine.Message, mine.ExitCode),
        IOException or UnauthorizedAccessException or InvalidDataException => Say(shell, failure.Message, ExitCodes.Failed),
        _ when shell.Variable("CCSP_DEBUG") is not null => Say(shell, failure.ToString(), ExitCodes.Failed),
        _ => Say(shell, $"this should not have happened: {failure.Message} (CCSP_DEBUG=1 shows where)", ExitCodes.Failed),
    };

    public static int Say(Shell shell, string message, int exitCode)
    {
        shell.Error.WriteLine("ccsp: " + message);
        return exitCode;
    }
}
