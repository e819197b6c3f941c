using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ccsp.Gateway.Storage;

/// <summary>Who holds a data folder.</summary>
/// <param name="Pid">Process id.</param>
/// <param name="Host">Machine name.</param>
/// <param name="Url">Where it listens.</param>
/// <param name="Since">When it took the folder.</param>
internal sealed record FolderHolder(int Pid, string Host, string? Url, DateTimeOffset Since);

/// <summary>Another gateway holds the data folder.</summary>
internal sealed class DataFolderTaken(string folder, FolderHolder? holder)
    : IOException(holder is null
        ? $"The data folder {folder} is held by another gateway."
        : $"The data folder {folder} is held by the gateway with process id {holder.Pid} on {holder.Host}{(holder.Url is null ? "" : $" at {holder.Url}")} since {holder.Since.UtcDateTime:u}.")
{
    public FolderHolder? Holder { get; } = holder;
}

/// <summary>
/// One gateway per data folder: an advisory lock on <c>gateway.lock</c>, which the kernel releases when its holder ends in whatever way.
/// The holder's name stands in a file beside it, because the locked file cannot be opened to be read.
/// </summary>
internal sealed class DataFolderLock : IDisposable
{
    private readonly FileStream file;

    private DataFolderLock(FileStream file) => this.file = file;

    /// <exception cref="DataFolderTaken">At once, naming the holder.</exception>
    public static DataFolderLock Take(string folder, FolderHolder holder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "gateway.lock");
        var file = TryOpen(path) ?? throw new DataFolderTaken(folder, Read(path + ".json"));
        // Written under another name first, so that a refused gateway reads the old or the new holder, never half of one.
        var draft = path + ".json.new";
        File.WriteAllBytes(draft, JsonSerializer.SerializeToUtf8Bytes(holder, FolderHolderJson.Default.FolderHolder));
        File.Move(draft, path + ".json", overwrite: true);
        return new DataFolderLock(file);
    }

    /// <summary>The lock ends with the open file; the file itself stays, so that nobody can lock one that was just removed.</summary>
    public void Dispose() => file.Dispose();

    private static FileStream? TryOpen(string path)
    {
        try
        {
            // FileShare.None takes flock(LOCK_EX | LOCK_NB).
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (error is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            return null;
        }
    }

    private static FolderHolder? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), FolderHolderJson.Default.FolderHolder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            // The name is a courtesy; the refusal does not depend on it.
            return null;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FolderHolder))]
internal sealed partial class FolderHolderJson : JsonSerializerContext;
