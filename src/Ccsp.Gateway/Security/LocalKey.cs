using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Security;

/// <summary>
/// The key for users who may read the data folder: <c>local.key</c>, created at the first start with mode 600, for the command line on the
/// same machine. <c>keys.json</c> next to it holds the hashes of all keys. To replace the key, delete <c>local.key</c> and restart.
/// </summary>
internal static class LocalKey
{
    public const string Name = "local";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static string PathIn(string dataDirectory) => Path.Combine(dataDirectory, "local.key");

    /// <summary>
    /// Reads the keys and creates what is missing. The key file is written before its hash, so after a crash in between the next start uses
    /// the same key.
    /// </summary>
    /// <param name="dataDirectory">The folder of both files.</param>
    /// <param name="shared">The keys of the other instances; null: there are none.</param>
    /// <exception cref="InvalidDataException">A file exists but is invalid; the message says which one and what to do.</exception>
    public static ApiKeyStore Open(string dataDirectory, TimeProvider time, SharedApiKeys? shared = null)
    {
        var keyPath = PathIn(dataDirectory);
        var ringPath = Path.Combine(dataDirectory, "keys.json");
        var key = File.Exists(keyPath) ? Read(keyPath) : Make(keyPath);
        List<StoredKey> stored = [.. File.Exists(ringPath) ? ReadRing(ringPath) : []];
        var hash = ApiKeyStore.HashOf(key);
        if (!stored.Any(key => key.Name == Name && key.Sha256 == hash))
        {
            stored.RemoveAll(other => other.Name == Name);
            stored.Add(new StoredKey(Name, hash, time.GetUtcNow()));
            DurableFile.Replace(
                ringPath, JsonSerializer.SerializeToUtf8Bytes(new StoredKeys(stored), KeyJson.Default.StoredKeys), OwnerOnly);
        }

        return new ApiKeyStore(stored, shared);
    }

    private static string Make(string path)
    {
        var key = "ccsp_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        DurableFile.Replace(path, Encoding.ASCII.GetBytes(key + "\n"), OwnerOnly);
        return key;
    }

    private static string Read(string path)
    {
        if (File.GetUnixFileMode(path) != OwnerOnly)
            File.SetUnixFileMode(path, OwnerOnly);
        var key = File.ReadAllText(path).Trim();
        return key.Length is >= 20 and <= 256
            ? key
            : throw new InvalidDataException($"{path} holds no key. Delete it and start again; a new key is made.");
    }

    private static IReadOnlyList<StoredKey> ReadRing(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), KeyJson.Default.StoredKeys)?.Keys ?? [];
        }
        catch (JsonException ex)
        {
            throw new InvalidDataException(
                $"{path} cannot be read. Restore it from a backup, or delete it: then only local.key remains valid.", ex);
        }
    }
}
