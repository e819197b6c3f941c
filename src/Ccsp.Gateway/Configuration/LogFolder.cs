using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Configuration;

/// <summary>
/// Where the log lies unless the configuration says it: beside a folder named <c>data</c>, else within the data folder. Never in the
/// working directory.
/// </summary>
internal static class LogFolder
{
    public static string Usual(string dataDirectory) =>
        Path.GetFileName(dataDirectory) == "data" && Path.GetDirectoryName(dataDirectory) is { } parent
        ? Path.Combine(parent, "logs")
        : Within(dataDirectory);

    /// <summary>
    /// Makes the folder. Where nobody named it and the place beside the data may not be written (a volume at <c>/data</c>), it is made
    /// within them.
    /// </summary>
    /// <exception cref="IOException">It cannot be written, with the way out.</exception>
    public static string Make(GatewayOptions options)
    {
        var folder = options.LogDir ?? Usual(options.DataDir);
        if (WhyNot(folder) is not { } reason)
            return folder;
        if (folder == Usual(options.DataDir) && WhyNot(Within(options.DataDir)) is null)
            return Within(options.DataDir);
        throw new IOException($"The log folder {folder} cannot be written: {reason}. Name another with logDir.");
    }

    private static string Within(string dataDirectory) => Path.Combine(dataDirectory, "logs");

    private static string? WhyNot(string folder)
    {
        try
        {
            PrivateFile.CreateFolder(folder);
            using var probe = new FileStream(
                Path.Combine(folder, $".{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1,
                FileOptions.DeleteOnClose);
            return null;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return ex.Message;
        }
    }
}
