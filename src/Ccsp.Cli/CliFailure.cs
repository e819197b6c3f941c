using Ccsp.Contracts;

namespace Ccsp.Cli;

/// <summary>A command fails; the message is the one line the user sees.</summary>
internal sealed class CliFailure(string message, int exitCode) : Exception(message)
{
    public int ExitCode => exitCode;

    public static CliFailure Usage(string message) => new(message, ExitCodes.Usage);
}
