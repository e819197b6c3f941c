namespace Ccsp.Gateway.Storage;

/// <summary>The data folder cannot be created or written; the message says which one, why, and how to choose another.</summary>
internal sealed class DataFolderUnusable(string folder, Exception cause)
    : IOException($"The data folder {folder} cannot be used: {Reason(folder, cause)}. Name another with --data-dir, CCSP_DATA_DIR or "
    + "dataDir.", cause)
{
    /// <summary>EROFS</summary>
    private const int ReadOnly = 30;

    private static string Reason(string folder, Exception cause) => cause switch
    {
        IOException { HResult: ReadOnly } => "it is on a file system that is mounted read-only",
        UnauthorizedAccessException when Directory.Exists(folder) => $"{Environment.UserName} may not write to it",
        UnauthorizedAccessException => $"{Environment.UserName} may not make it",
        IOException when File.Exists(folder) => "it is a file",
        FileNotFoundException or DirectoryNotFoundException => "no directory can be made there",
        _ => cause.Message.TrimEnd('.'),
    };
}
