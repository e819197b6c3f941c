using System.Buffers;
using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Api;

/// <summary>
/// Collects one page of tasks in as many store reads as needed. A search goes on until it found something or reached the end, so an empty
/// page means that nothing matches. A page ends early, with a cursor, when it gets large or when it has rows and the rest takes long.
/// </summary>
internal sealed class TaskLister(ITaskStore store, Catalogue known, TimeProvider time)
{
    /// <summary>Characters of prompt, result and other texts in a row, unless requested by <c>fields</c>.</summary>
    public const int TextCharacters = 200;

    /// <summary>Rows scanned per read when their texts are searched; takes about 0.2 s.</summary>
    private const int SearchStep = 10_000;

    /// <summary>Tasks in memory at once: with all their texts each may have ten megabytes.</summary>
    private const int ShortRows = 100;
    private const int WholeRows = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Bytes of one page; it always has at least one row.</summary>
    public int MostBytes { get; init; } = 4 << 20;

    /// <summary>For tests: rows scanned per store read.</summary>
    public int? Step { get; init; }

    public async Task<TaskPageResult> PageAsync(TaskFilter filter, IReadOnlyList<string>? fields, CancellationToken cancellationToken)
    {
        var whole = fields?.Any(field => field is "prompt" or "result" or "structuredResult") == true;
        var step = filter with
        {
            TextCharacters = whole ? null : TextCharacters,
            Whole = whole,
            ScanLimit = Step ?? (filter.Search is null ? filter.ScanLimit : SearchStep),
        };
        var page = new ArrayBufferWriter<byte>(16 << 10);
        using var writer = new Utf8JsonWriter(
            page, new JsonWriterOptions { Encoder = CcspJson.Wire.Options.Encoder, SkipValidation = true });
        writer.WriteStartObject();
        writer.WriteStartArray("items");
        var next = await FillAsync(writer, step, fields, cancellationToken);
        writer.WriteEndArray();
        if (next is not null)
            writer.WriteString("next", next);
        writer.WriteEndObject();
        writer.Flush();
        return new TaskPageResult(page.WrittenMemory);
    }

    /// <returns>The cursor of the next page; null at the end.</returns>
    private async Task<string?> FillAsync(Utf8JsonWriter writer, TaskFilter filter, IReadOnlyList<string>? fields,
        CancellationToken cancellationToken)
    {
        var (count, after, started) = (0, filter.After, time.GetTimestamp());
        do
        {
            var few = await StorePatience.StepAsync(store.ListAsync(
                filter with { After = after, Limit = Math.Min(filter.Limit - count, filter.Whole ? WholeRows : ShortRows) },
                cancellationToken));
            foreach (var record in few.Items)
            {
                var view = fields is null ? Views.Row(record, known.Durability, TextCharacters) : Views.Task(record, known.Durability);
                TaskRow.Write(writer, view, fields);
                count++;
                if (writer.BytesCommitted + writer.BytesPending >= MostBytes)
                    return ReferenceEquals(record, few.Items[^1]) ? few.Next : record.Task.Id;
            }

            after = few.Next;
        }
        while (after is not null && count < filter.Limit && (count == 0 || time.GetElapsedTime(started) < Patience));
        return after;
    }
}
