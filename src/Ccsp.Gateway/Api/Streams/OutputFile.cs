using Microsoft.Win32.SafeHandles;

namespace Ccsp.Gateway.Api.Streams;

/// <summary>Opens output files that others write and may remove.</summary>
internal static class OutputFile
{
    /// <returns>Null when it does not exist: the task was cleaned up, or another machine ran it.</returns>
    public static SafeFileHandle? Open(string path)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            return File.OpenHandle(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
        }
        catch (Exception ex) when (ex is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
