using System.Security.Cryptography;

namespace Ccsp.Gateway.Storage.Records;

/// <summary>
/// Versions of documents, and counters that stand for whole lists. Whoever changes a list adds to its counter, whoever read the list guards
/// it: so nothing can appear in it, or vanish, unseen. Their names begin with a character no feature may use.
/// </summary>
internal static class RecordVersions
{
    /// <summary>
    /// Drawn, not counted: a document that was removed and made again, or a server that lost its last writes, would count up to a version
    /// somebody has seen stand for something else.
    /// </summary>
    public static long Next() =>
        ((long)RandomNumberGenerator.GetInt32(1, 1 << 21) << 31) | (uint)RandomNumberGenerator.GetInt32(int.MaxValue);

    public static bool Is(CounterKey counter) => counter.Name.StartsWith('~');

    public static CounterKey OfKind(string kind) => new("~kind", kind);

    public static CounterKey OfPartition(string kind, string index, string partition) => new($"~index.{kind}.{index}", partition);

    public static CounterKey OfCounters(string name, string partition) => new("~counter." + name, partition);
}
