using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Ccsp.Contracts;

namespace Ccsp.EndToEnd.Support;

/// <summary>The HTTP API as a plain client sees it, without the product's own client library.</summary>
internal sealed class Rest : IDisposable
{
    public Rest(string url, string key)
    {
        Http = new HttpClient { BaseAddress = new Uri(url), Timeout = TimeSpan.FromMinutes(10) };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Trim());
    }

    public HttpClient Http { get; }

    public async Task<TaskView> SubmitAsync(TaskSubmission task, CancellationToken cancellationToken, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post, "/api/v1/tasks") { Content = JsonContent.Create(task, CcspJson.Wire.TaskSubmission) };
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var answer = await Http.SendAsync(request, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException($"{(int)answer.StatusCode}: {text}", null, answer.StatusCode);
        return JsonSerializer.Deserialize(text, CcspJson.Wire.TaskView)!;
    }

    public async Task<TaskView> GetAsync(string id, CancellationToken cancellationToken) =>
        (await Http.GetFromJsonAsync($"/api/v1/tasks/{id}", CcspJson.Wire.TaskView, cancellationToken))!;

    /// <summary>The latest tasks.</summary>
    public async Task<IReadOnlyList<TaskView>> ListAsync(CancellationToken cancellationToken) =>
        (await Http.GetFromJsonAsync("/api/v1/tasks?limit=100", CcspJson.Wire.TaskList, cancellationToken))!.Items;

    public async Task<InstanceList> InstancesAsync(CancellationToken cancellationToken) =>
        (await Http.GetFromJsonAsync("/api/v1/instances", CcspJson.Wire.InstanceList, cancellationToken))!;

    /// <summary>All events of a task from the stream, which ends after the terminal one.</summary>
    public async Task<IReadOnlyList<(string Id, EventEnvelope Event)>> EventsAsync(string id, CancellationToken cancellationToken,
        string? after = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/tasks/{id}/events");
        if (after is not null)
            request.Headers.Add("Last-Event-ID", after);
        using var answer = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        answer.EnsureSuccessStatusCode();
        var events = new List<(string, EventEnvelope)>();
        await foreach (
            var message in System.Net.ServerSentEvents.SseParser.Create(await answer.Content.ReadAsStreamAsync(cancellationToken))
            .EnumerateAsync(cancellationToken))
            events.Add((message.EventId ?? "", JsonSerializer.Deserialize(message.Data, CcspJson.Wire.EventEnvelope)!));
        return events;
    }

    /// <summary>Follows a task's stream until the first event of a type.</summary>
    public async Task<EventEnvelope> SeeAsync(string id, string type, CancellationToken cancellationToken)
    {
        using var answer = await Http.GetAsync(
            new Uri($"/api/v1/tasks/{id}/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        answer.EnsureSuccessStatusCode();
        var heard = new List<string>();
        await foreach (
            var message in System.Net.ServerSentEvents.SseParser.Create(await answer.Content.ReadAsStreamAsync(cancellationToken))
            .EnumerateAsync(cancellationToken))
        {
            heard.Add(message.Data);
            var said = JsonSerializer.Deserialize(message.Data, CcspJson.Wire.EventEnvelope)!;
            if (said.Type == type)
                return said;
        }

        throw new InvalidOperationException($"Task {id} ended without {type}:\n{string.Join('\n', heard)}");
    }

    /// <summary>Waits for the end of a task by its event stream.</summary>
    public async Task<TaskView> EndedAsync(string id, CancellationToken cancellationToken)
    {
        await EventsAsync(id, cancellationToken);
        return await GetAsync(id, cancellationToken);
    }

    public Task<byte[]> OutputAsync(string id, CancellationToken cancellationToken, int run = 1, string stream = "stdout") =>
        Http.GetByteArrayAsync($"/api/v1/tasks/{id}/output?run={run}&stream={stream}", cancellationToken);

    public void Dispose() => Http.Dispose();
}
