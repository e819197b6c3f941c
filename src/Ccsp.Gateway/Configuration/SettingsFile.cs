using System.Text;
using Ccsp.Gateway.Processes;

namespace Ccsp.Gateway.Configuration;

/// <summary>
/// Reads settings files. Only finite files qualify: a named pipe would block a start, reload or command for ever. The unnamed pipe of a
/// shell's process substitution is allowed, because its writer is running.
/// </summary>
internal static class SettingsFile
{
    public const int Longest = 4 << 20;

    private const string Nothing = "/dev/null";

    /// <exception cref="IOException">It cannot be read, or is not an allowed kind of file.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not read it.</exception>
    public static byte[] ReadBytes(string path)
    {
        using var file = NamedFile.Hold(path);
        if (file.RealPath == Nothing)
            return [];
        if (!file.IsRegular && !file.IsPipeWithoutName)
            throw new IOException($"it is {file.Kind}; settings are read from regular files");
        using var stream = file.OpenToRead();
        var content = new byte[Longest + 1];
        var length = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return length > Longest ? throw new IOException($"it has more than {Longest >> 20} MiB") : content[..length];
    }

    /// <inheritdoc cref="ReadBytes"/>
    public static string ReadText(string path)
    {
        using var reader = new StreamReader(new MemoryStream(ReadBytes(path)), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
