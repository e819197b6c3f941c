using System.Text;
using System.Text.Json;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.EmergencyStop;

/// <summary>
/// Keeps an emergency stop that is not stored, so that the data folder's next gateway takes it over: ordered without a running gateway, or
/// while the store was full or unavailable. The file is created in advance, filled with blanks, and overwritten in place, so that a full
/// disk does not matter.
/// </summary>
internal sealed class UnwrittenStopFile(string dataFolder)
{
    public const string Name = "stop-order.json";

    private const int Length = 4096;

    /// <summary>Limits that fit into the file however the texts are escaped.</summary>
    private const int LongestReason = 450, LongestActor = 100, LongestClearedBy = 40;

    private static readonly UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetFullPath(dataFolder), Name);

    /// <summary>Reserves the file's space unless it exists.</summary>
    /// <exception cref="IOException">There is no space.</exception>
    public void Prepare()
    {
        if (!File.Exists(Path) || new FileInfo(Path).Length < Length)
            Write(Blank());
    }

    /// <returns>Null when there is no order.</returns>
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
            // One write stores it whole, so this is a manual edit, and someone who edits an order wants a stop.
            return new UnwrittenStop(Contracts.EmergencyMode.Kill, $"the file {Name} cannot be understood", "unknown",
                File.GetLastWriteTimeUtc(Path));
        }
    }

    /// <returns>Null when it is written, otherwise why it is not.</returns>
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

    /// <returns>Null when no order is left, otherwise why.</returns>
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

    /// <summary>Overwrites the same number of bytes in one write, synced to disk before runs are ended.</summary>
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
