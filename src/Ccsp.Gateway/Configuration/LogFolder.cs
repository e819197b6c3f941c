using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Configuration;

/// <summary>
/// Default log folder: next to a folder named <c>data</c>, otherwise inside the data folder. Never in the working directory.
/// </summary>
internal static class LogFolder
{
    public static string Usual(string dataDirectory) =>
        Path.GetFileName(dataDirectory) == "data" && Path.GetDirectoryName(dataDirectory) is { } parent
        ? Path.Combine(parent, "logs")
        : Within(dataDirectory);

    /// <summary>
    /// Creates the folder. When it was not configured and the place next to the data is not writable (a volume at <c>/data</c>), it is
    /// created inside the data folder.
    /// </summary>
    /// <exception cref="IOException">It is not writable; the message says what to do.</exception>
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
