using System.Text;
using Ccsp.Contracts;

namespace Ccsp.Gateway.EmergencyStop;

/// <summary>
/// The file <c>STOP</c> in the data folder: an emergency stop that needs only a shell. Its existence is the order; its content gives mode
/// and reason: <c>STOP: reason</c>, <c>drain: reason</c>, or the reason alone.
/// </summary>
internal sealed class StopFile(string dataFolder)
{
    public const string Name = "STOP";

    /// <summary>A sentence is expected; the rest is not read.</summary>
    private const int MostBytes = 1000;

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetFullPath(dataFolder), Name);

    public bool Exists => File.Exists(Path) || Directory.Exists(Path);

    /// <returns>Null when there is no such file. An unreadable file is an order all the same.</returns>
    public string? Read()
    {
        if (!Exists)
            return null;
        try
        {
            using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[MostBytes];
            return Encoding.UTF8.GetString(bytes, 0, file.ReadAtLeast(bytes, MostBytes, throwOnEndOfStream: false));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return "the stop file cannot be read";
        }
    }

    /// <summary>Parses the content. Pure.</summary>
    public static StopFileOrder Parse(string content)
    {
        var text = string.Join(' ', content.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var word = (colon < 0 ? text : text[..colon]).Trim();
        var named = EnumNames<EmergencyMode>.TryParse(word, out var mode);
        if (!named && !word.Equals("stop", StringComparison.OrdinalIgnoreCase))
            return new StopFileOrder(EmergencyMode.Kill, text.Length == 0 ? "stop file" : text);
        var reason = colon < 0 ? "" : text[(colon + 1)..].Trim();
        return new StopFileOrder(named ? mode : EmergencyMode.Kill, reason.Length == 0 ? "stop file" : reason);
    }
}
