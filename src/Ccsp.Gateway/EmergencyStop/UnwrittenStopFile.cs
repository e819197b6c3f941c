using System.Text;
using System.Text.Json;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.EmergencyStop;

/// <summary>
/// Keeps an emergency stop the store has not taken, so that the next gateway of the data folder takes it up: one ordered while no gateway
/// answered, or while the store was full or away. The file is made beforehand, all blanks, and overwritten in place: a full disk does not
/// matter.
/// </summary>
internal sealed class UnwrittenStopFile(string dataFolder)
{
    public const string Name = "stop-order.json";

    private const int Length = 4096;

    /// <summary>What fits the file however it is escaped.</summary>
    private const int LongestReason = 450, LongestActor = 100, LongestClearedBy = 40;

    private static readonly UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetFullPath(dataFolder), Name);

    /// <summary>Takes the room for an order, unless it is there already.</summary>
    /// <exception cref="IOException">There is no room.</exception>
    public void Prepare()
    {
        if (!File.Exists(Path) || new FileInfo(Path).Length < Length)
            Write(Blank());
    }

    /// <returns>Null while there is none.</returns>
    public UnwrittenStop? Read()
    {
        try
        {
            using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[Length];
            var text = bytes.AsSpan(0, file.ReadAtLeast(bytes, Length, throwOnEndOfStream: false)).Trim(" \n\0"u8);
            return text.IsEmpty ? null : JsonSerializer.Deserialize(text, UnwrittenStopJson.Default.UnwrittenStop);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        catch (JsonException)
        {
            // One write puts it there whole; this is somebody's edit, and whoever edits an order wants one.
            return new UnwrittenStop(Contracts.EmergencyMode.Kill, $"the file {Name} cannot be understood", "unknown",
                File.GetLastWriteTimeUtc(Path));
        }
    }

    /// <returns>Null when it is written, else why it is not.</returns>
    public string? TryWrite(UnwrittenStop stop)
    {
        var cut = stop with
        {
            Reason = Cut(stop.Reason, LongestReason),
            Actor = Cut(stop.Actor, LongestActor),
            ClearedBy = stop.ClearedBy is null ? null : Cut(stop.ClearedBy, LongestClearedBy),
        };
        var bytes = Blank();
        JsonSerializer.SerializeToUtf8Bytes(cut, UnwrittenStopJson.Default.UnwrittenStop).CopyTo(bytes, 0);
        return TryWrite(bytes);
    }

    /// <returns>Null when no order is left, else why.</returns>
    public string? TryErase() => Read() is null ? null : TryWrite(Blank());

    private string? TryWrite(byte[] bytes)
    {
        try
        {
            Write(bytes);
            return null;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return ex.Message;
        }
    }

    /// <summary>One write over as many bytes, and on the disk before the runs are ended for it.</summary>
    private void Write(byte[] bytes)
    {
        using var file = new FileStream(Path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
            UnixCreateMode = OwnerOnly,
        });
        file.Write(bytes);
        DurableFile.Sync(file.SafeFileHandle, Path);
    }

    private static byte[] Blank() => Encoding.ASCII.GetBytes(new string(' ', Length - 1) + "\n");

    private static string Cut(string text, int most)
    {
        if (text.Length <= most)
            return text;
        return text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
    }
}
