using System.Runtime.InteropServices;

namespace Ccsp.Gateway.Processes;

/// <summary>
/// The reason why a file could not be read, in the system's terms; the class library's messages repeat the path and report a directory as
/// missing permission.
/// </summary>
internal static class FileProblem
{
    private const int LastErrno = 4095;

    /// <param name="failure">The exception from reading it.</param>
    public static string Of(Exception failure, string path) => failure switch
    {
        _ when Directory.Exists(path) => "it is a directory",
        FileNotFoundException or DirectoryNotFoundException => "there is no such file",
        UnauthorizedAccessException => "permission denied",
        IOException { HResult: > 0 and <= LastErrno } => Marshal.GetPInvokeErrorMessage(failure.HResult),
        _ => failure.Message.TrimEnd('.'),
    };
}
