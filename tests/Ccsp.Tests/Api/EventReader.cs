using System.Net.ServerSentEvents;
using System.Text;
using Xunit;

namespace Ccsp.Tests.Api;

/// <summary>A client of an event stream that leaves when it likes.</summary>
internal sealed class EventReader : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<string>> _items;

    private EventReader(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _items = SseParser.Create(body, (_, data) => Encoding.UTF8.GetString(data)).EnumerateAsync(TestContext.Current.CancellationToken)
            .GetAsyncEnumerator();
    }

    public static async Task<EventReader> OpenAsync(ApiHost host, string path, string? lastId = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastId is not null)
            request.Headers.Add("Last-Event-ID", lastId);
        var response = await host.Client.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return new EventReader(response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The next event; null at the end of the stream.</summary>
    public async Task<SeenEvent?> NextAsync()
    {
        if (!await _items.MoveNextAsync())
            return null;
        SchemaCheck.HoldsEvent(_items.Current.Data);
        return new(_items.Current.EventId!, _items.Current.EventType, _items.Current.Data);
    }

    public async Task<List<SeenEvent>> TakeAsync(int most)
    {
        List<SeenEvent> seen = [];
        while (seen.Count < most && await NextAsync() is { } one)
            seen.Add(one);
        return seen;
    }

    public Task<List<SeenEvent>> ToEndAsync() => TakeAsync(int.MaxValue);

    public async ValueTask DisposeAsync()
    {
        await _items.DisposeAsync();
        _response.Dispose();
    }
}
