using System.Text;
using System.Text.Json.Nodes;

namespace Ccsp.ApiStub;

/// <summary>Writes server-sent events as the Messages API does: the event's name is the <c>type</c> of its body.</summary>
internal sealed class SseStream
{
    private readonly HttpResponse _response;

    public SseStream(HttpResponse response)
    {
        _response = response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
    }

    public async Task WriteAsync(JsonObject body, CancellationToken cancellationToken)
    {
        var text = $"event: {body["type"]!.GetValue<string>()}\ndata: {body.ToJsonString()}\n\n";
        await _response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        await _response.Body.FlushAsync(cancellationToken);
    }
}
