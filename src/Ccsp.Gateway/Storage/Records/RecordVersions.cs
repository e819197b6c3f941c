using System.Security.Cryptography;

namespace Ccsp.Gateway.Storage.Records;

/// <summary>
/// Versions of documents, and counters that act as versions of whole lists. Changing a list increments its counter, reading it guards the
/// counter, so no member can appear or vanish unnoticed. Their names begin with a character that features may not use.
/// </summary>
internal static class RecordVersions
{
    /// <summary>
    /// Random instead of counted: a counter could repeat a known version for other content, after a document was removed and created again
    /// or a server lost its last writes.
    /// </summary>
    public static long Next() =>
        ((long)RandomNumberGenerator.GetInt32(1, 1 << 21) << 31) | (uint)RandomNumberGenerator.GetInt32(int.MaxValue);

    public static bool Is(CounterKey counter) => counter.Name.StartsWith('~');

    public static CounterKey OfKind(string kind) => new("~kind", kind);

    public static CounterKey OfPartition(string kind, string index, string partition) => new($"~index.{kind}.{index}", partition);

    public static CounterKey OfCounters(string name, string partition) => new("~counter." + name, partition);
}
