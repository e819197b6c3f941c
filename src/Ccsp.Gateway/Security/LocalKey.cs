using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Security;

/// <summary>
/// The key for users who may read the data folder: <c>local.key</c>, created at the first start with mode 600, for the command line on the
/// same machine. The store holds its hash among the keys of this instance. To replace the key, delete <c>local.key</c> and restart.
/// </summary>
internal static class LocalKey
{
    public const string Name = "local";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static string PathIn(string dataDirectory) => Path.Combine(dataDirectory, "local.key");

    /// <summary>Reads the key or creates it. It is valid at once; <see cref="ApiKeyStore.PublishAsync"/> stores its hash.</summary>
    /// <param name="dataDirectory">The folder of the key.</param>
    /// <param name="shared">The stored keys; null: nothing is stored.</param>
    /// <exception cref="InvalidDataException">A file exists but is invalid; the message says which one and what to do.</exception>
    public static ApiKeyStore Open(string dataDirectory, TimeProvider time, SharedApiKeys? shared = null)
    {
        var path = PathIn(dataDirectory);
        var key = File.Exists(path) ? Read(path) : Make(path);
        var former = new FormerKeyFile(dataDirectory);
        return new ApiKeyStore(
            With(former.Read(), new StoredKey(Name, ApiKeyStore.HashOf(key), time.GetUtcNow())), shared, former: former);
    }

    /// <summary>The keys of an instance with its local key as it is now.</summary>
    public static IReadOnlyList<StoredKey> With(IReadOnlyList<StoredKey> keys, StoredKey local) =>
        keys.Any(key => key.Name == Name && key.Sha256 == local.Sha256) ? keys : [.. keys.Where(key => key.Name != Name), local];

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
}
