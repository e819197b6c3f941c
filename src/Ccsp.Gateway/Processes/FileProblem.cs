using System.Runtime.InteropServices;

namespace Ccsp.Gateway.Processes;

/// <summary>
/// Why a file could not be read, in the system's words; those of the class library repeat the path and call a
/// directory a lack of permission.
/// </summary>
internal static class FileProblem
{
    private const int LastErrno = 4095;

    /// <param name="failure">What reading it threw.</param>
    public static string Of(Exception failure, string path) => failure switch
    {
        _ when Directory.Exists(path) => "it is a directory",
        FileNotFoundException or DirectoryNotFoundException => "there is no such file",
        UnauthorizedAccessException => "permission denied",
        IOException { HResult: > 0 and <= LastErrno } => Marshal.GetPInvokeErrorMessage(failure.HResult),
        _ => failure.Message.TrimEnd('.'),
    };
}
