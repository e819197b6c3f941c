using System.Globalization;
using Ccsp.Gateway.Storage.Records;

namespace Ccsp.Gateway.StoreMigration;

/// <summary>The numbers of all features.</summary>
internal sealed class CounterRecords(IRecordBackend backend) : JsonRecords<RawCounter>("counters", MovedRecordJson.Default.RawCounter)
{
    protected override async Task<(IReadOnlyList<RawCounter> Items, string? Next)> PageAsync(string? after,
        CancellationToken cancellationToken)
    {
        var page = await backend.Source(cancellationToken).CounterPageAsync(after is null ? null : Read(after), RecordLimits.PageSize);
        return (page, page.Count < RecordLimits.PageSize ? null : Write(page[^1].Key));
    }

    protected override async Task PutAsync(IReadOnlyList<RawCounter> items, CancellationToken cancellationToken)
    {
        List<RecordGuard> guards = [.. items.Select(item => new RecordGuard.Counter(item.Key, Value: 0))];
        List<RecordWrite> writes = [.. items.Select(item => new RecordWrite.Add(item.Key, item.Value))];
        if (!await backend.ApplyAsync(new RecordBatch(guards, writes), cancellationToken))
            throw new InvalidOperationException($"Somebody has written {Name} into the store that is being filled.");
    }

    private static string Write(CounterKey key) =>
        string.Create(CultureInfo.InvariantCulture, $"{key.Bucket}\n{key.Name}\n{key.Partition}");

    private static CounterKey Read(string cursor)
    {
        var parts = cursor.Split('\n');
        return new CounterKey(parts[1], parts[2], long.Parse(parts[0], CultureInfo.InvariantCulture));
    }
}
