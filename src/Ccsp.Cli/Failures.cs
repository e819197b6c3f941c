using Ccsp.Cli.Terminal;
using Ccsp.Contracts;

namespace Ccsp.Cli;

/// <summary>
/// The one place that turns an exception into one line on stderr and an exit code. Whoever gets no answer gets both, never 0.
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
        // Whoever closes the pipe has what he wanted, as behind 'head -1'; the exit code still says that it was not all.
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
