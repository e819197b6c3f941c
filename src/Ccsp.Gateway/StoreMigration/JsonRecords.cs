using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Ccsp.Gateway.StoreMigration;

/// <summary>Records that are documents of one type.</summary>
internal abstract class JsonRecords<T>(string name, JsonTypeInfo<T> type) : IRecords
{
    public string Name => name;

    public async Task<RecordPage> ReadAsync(string? after, CancellationToken cancellationToken)
    {
        var (items, next) = await PageAsync(after, cancellationToken);
        return new RecordPage([.. items.Select(item => JsonSerializer.SerializeToUtf8Bytes(item, type))], next);
    }

    public Task WriteAsync(IReadOnlyList<byte[]> records, CancellationToken cancellationToken) =>
        PutAsync([.. records.Select(record => JsonSerializer.Deserialize(record, type)!)], cancellationToken);

    protected abstract Task<(IReadOnlyList<T> Items, string? Next)> PageAsync(string? after, CancellationToken cancellationToken);

    protected abstract Task PutAsync(IReadOnlyList<T> items, CancellationToken cancellationToken);
}
