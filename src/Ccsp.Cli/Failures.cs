using Ccsp.Contracts;

namespace Ccsp.Cli;

/// <summary>The one place that turns an exception into one line on stderr and an exit code.</summary>
internal static class Failures
{
    private const int BrokenPipe = 32;

    public static async Task<int> GuardAsync(Shell shell, Func<Task<int>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception failure)
        {
            return Report(shell, failure);
        }
    }

    public static int Report(Shell shell, Exception failure)
    {
        switch (failure)
        {
            case OperationCanceledException:
                return ExitCodes.Interrupted;
            case GatewayException refused:
                return Say(shell, refused.Message, refused.ExitCode);
            case CliFailure mine:
                return Say(shell, mine.Message, mine.ExitCode);
            case IOException { HResult: var code } when (code & 0xFFFF) == BrokenPipe:
                // The reader has seen enough, as in `ccsp tasks list | head`.
                return ExitCodes.Done;
            case IOException or UnauthorizedAccessException:
                return Say(shell, failure.Message, ExitCodes.Failed);
            default:
                return Say(shell, shell.Variable("CCSP_DEBUG") is null
                    ? $"unexpected {failure.GetType().Name}: {failure.Message} (CCSP_DEBUG=1 shows where)"
                    : failure.ToString(), ExitCodes.Failed);
        }
    }

    public static int Say(Shell shell, string message, int exitCode)
    {
        shell.Error.WriteLine("ccsp: " + message);
        return exitCode;
    }
}
