using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Ccsp.Contracts;

/// <content>Event streams.</content>
public sealed partial class GatewayClient
{
    private const string EventStream = "text/event-stream";

    /// <summary>
    /// Follows the events of a task to its end, without gaps or repetitions: a lost connection is resumed after the last received event,
    /// within <see cref="GatewayClientOptions.ReconnectFor"/>.
    /// </summary>
    /// <param name="id">The task.</param>
    /// <param name="after">The id of the last known event; null: from the beginning.</param>
    /// <param name="follow">Whether to wait for future events; otherwise the stream ends after the existing ones.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>Events in order, the last one terminal.</returns>
    public async IAsyncEnumerable<ReceivedEvent> EventsAsync(
        string id, string? after = null, bool follow = true, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var path = PathOf(id, follow ? "events" : "events?follow=false");
        var absence = new Absence(_options);
        var seen = 0;
        var emptyAnswers = 0;
        while (true)
        {
            Exception? lost = null;
            emptyAnswers++;
            using (var answer = await OpenAsync(() => EventRequest(path, after), EventStream, absence, cancellationToken))
            {
                if (answer.StatusCode == HttpStatusCode.NoContent)
                    yield break;
                await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
                var parser = SseParser.Create(new IdleLimited(this, body), (_, data) => Envelope(data));
                await using var items = parser.EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
                while (true)
                {
                    (var item, lost) = await NextAsync(items, cancellationToken);
                    if (item is not { } arrived)
                        break;
                    absence.Over();
                    emptyAnswers = 0;
                    after = arrived.EventId ?? after;
                    if (arrived.Data is not { } envelope || envelope.TaskSeq <= seen)
                        continue;
                    seen = envelope.TaskSeq ?? seen;
                    var received = new ReceivedEvent(arrived.EventId, envelope);
                    yield return received;
                    if (received.IsLast)
                        yield break;
                }
            }

            if (lost is null && !follow)
                yield break;

            // Nothing follows the last event of an ended task. Asked twice, because a stopping gateway closes its streams as well. A silent
            // stream must not delay those who wait for a task that has ended.
            if (lost is null or StreamSilent && emptyAnswers > 1 && (await GetTaskAsync(id, cancellationToken)).State.IsEnded())
                yield break;
            await absence.WaitAsync(lost, cancellationToken);
        }
    }

    private static HttpRequestMessage EventRequest(string path, string? after)
    {
        var message = new HttpRequestMessage(HttpMethod.Get, path);
        message.Headers.Accept.ParseAdd(EventStream);
        if (after is not null)
            message.Headers.TryAddWithoutValidation("Last-Event-ID", after);
        return message;
    }

    /// <returns>The next item, or neither item nor error at the end of the stream.</returns>
    private static async Task<(SseItem<EventEnvelope?>? Item, Exception? Lost)> NextAsync(
        IAsyncEnumerator<SseItem<EventEnvelope?>> items, CancellationToken cancellationToken)
    {
        try
        {
            return await items.MoveNextAsync() ? (items.Current, null) : (null, null);
        }
        catch (Exception ex) when (!cancellationToken.IsCancellationRequested && IsConnection(ex))
        {
            return (null, ex);
        }
    }

    private static EventEnvelope? Envelope(ReadOnlySpan<byte> data)
    {
        try
        {
            return data.IsEmpty ? null : JsonSerializer.Deserialize(data, CcspJson.Wire.EventEnvelope);
        }
        catch (JsonException)
        {
            // A newer gateway may send unknown data; skipping one event is better than losing the stream.
            return null;
        }
    }
}
