namespace Ccsp.Gateway.Processes;

/// <summary>Reads of /proc and cgroup files, which vanish between looking and reading.</summary>
internal static class ProcFile
{
    /// <returns>Bytes read into <paramref name="buffer"/>; 0 when the file is gone, or is not ours to read.</returns>
    public static int Read(string path, Span<byte> buffer)
    {
        try
        {
            using var handle = File.OpenHandle(path);
            var length = 0;
            while (length < buffer.Length && RandomAccess.Read(handle, buffer[length..], length) is > 0 and var n) length += n;
            return length;
        }
        // The process ended (ENOENT on open, ESRCH on read) or belongs to somebody else: in both cases it is not one of ours any more.
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <returns>The whole text, or null when the file is gone or not ours to read.</returns>
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
