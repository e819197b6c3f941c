using System.Security.Cryptography;
using System.Text;

namespace Ccsp.Gateway.Security;

/// <summary>Knows the hashes of all valid keys and whom they stand for. A look-up costs about a microsecond: one hash, one comparison per key.</summary>
internal sealed class KeyRing
{
    private const int LongestKey = 256;

    private readonly (byte[] Hash, Caller Caller)[] keys;

    public KeyRing(IEnumerable<StoredKey> stored) =>
        keys = [.. stored.Select(key => (Convert.FromHexString(key.Sha256), new Caller(key.Name)))];

    /// <summary>Whose key this is; null for nobody's. Every key is compared in constant time and none is skipped, so timing tells nothing.</summary>
    public Caller? Find(ReadOnlySpan<char> key)
    {
        if (key.Length is 0 or > LongestKey)
            return null;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(key, hash);
        Caller? found = null;
        foreach (var (known, caller) in keys)
        {
            if (CryptographicOperations.FixedTimeEquals(known, hash))
                found = caller;
        }

        return found;
    }

    public static string HashOf(ReadOnlySpan<char> key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(key, hash);
        return Convert.ToHexStringLower(hash);
    }

    private static void Hash(ReadOnlySpan<char> key, Span<byte> hash)
    {
        Span<byte> bytes = stackalloc byte[LongestKey * 3];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(key, bytes)], hash);
    }
}
