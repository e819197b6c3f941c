using System.Text;
using System.Text.Json.Nodes;

namespace Ccsp.ApiStub;

/// <summary>Writes server-sent events as the Messages API does: the event's name is the <c>type</c> of its body.</summary>
internal sealed class SseStream
{
    private readonly HttpResponse response;

    public SseStream(HttpResponse response)
    {
        this.response = response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
    }

    public async Task WriteAsync(JsonObject body, CancellationToken stop)
    {
        var text = $"event: {body["type"]!.GetValue<string>()}\ndata: {body.ToJsonString()}\n\n";
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), stop);
        await response.Body.FlushAsync(stop);
    }
}
