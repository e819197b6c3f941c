namespace Ccsp.Gateway.Processes;

/// <summary>Reads files in /proc and cgroups, which may vanish at any time.</summary>
internal static class ProcFile
{
    /// <returns>Bytes read into <paramref name="buffer"/>; 0 when the file is gone or not readable.</returns>
    public static int Read(string path, Span<byte> buffer)
    {
        try
        {
            using var handle = File.OpenHandle(path);
            var length = 0;
            while (length < buffer.Length && RandomAccess.Read(handle, buffer[length..], length) is > 0 and var n) length += n;
            return length;
        }
        // The process ended (ENOENT on open, ESRCH on read) or belongs to another user: either way it is not ours any more.
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <returns>The whole text; null when the file is gone or not readable.</returns>
    public static string? ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
