using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Ccsp.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ccsp.Tests.Cli;

/// <summary>A real HTTP server on loopback that answers as a test says, request by request.</summary>
internal sealed class StubGateway : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Func<HttpContext, Task> _answer;

    private StubGateway(Func<HttpContext, Task> answer, int port)
    {
        _answer = answer;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public Uri Url { get; private set; } = null!;

    /// <summary>“METHOD path?query” of each request, in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>The body of each request, in order.</summary>
    public ConcurrentQueue<string> Bodies { get; } = new();

    public ConcurrentQueue<IHeaderDictionary> Headers { get; } = new();

    public static async Task<StubGateway> StartAsync(Func<HttpContext, Task> answer, int port = 0)
    {
        var stub = new StubGateway(answer, port);
        await stub._app.StartAsync();
        stub.Url = new Uri(stub._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return stub;
    }

    public GatewayClient Client(TimeSpan? reconnectFor = null, string? key = null) => new(new GatewayClientOptions
    {
        Url = Url,
        Key = key,
        RetryDelay = TimeSpan.FromMilliseconds(1),
        ReconnectFor = reconnectFor ?? TimeSpan.FromSeconds(20),
    });

    public static Task JsonAsync(HttpContext context, string json, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = status >= 400 ? "application/problem+json" : "application/json";
        return context.Response.WriteAsync(json);
    }

    public static string Task_(string id, string state, string more = "") =>
        $$"""{"id":"{{id}}","state":"{{state}}","effectivePriority":"normal","createdAt":"2026-01-01T00:00:00.000Z","runs":1,"lost":"""
            + $$"""0,"generation":0{{more}}}""";

    public static string Problem(int status, string code, string detail) =>
        $$"""{"type":"about:blank","title":"No","status":{{status}},"code":"{{code}}","detail":"{{detail}}"}""";

    public static string Event(string id, int taskSeq, string type, string data = "{}", int? run = null) =>
        $"id: {id}\nevent: {type}\ndata: "
            + $"{{\"seq\":{taskSeq},\"taskSeq\":{taskSeq},\"type\":\"{type}\","
            + $"\"at\":\"2026-01-01T00:00:00.000Z\",\"taskId\":\"t\"{(run is null ? "" : $",\"run\":{run}")},\"data\":{data}}}\n\n";

    public static async Task SseAsync(HttpContext context, params string[] pieces)
    {
        if (!context.Response.HasStarted)
            context.Response.ContentType = "text/event-stream";
        foreach (var piece in pieces)
        {
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(piece));
            await context.Response.Body.FlushAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        Bodies.Enqueue(await reader.ReadToEndAsync());
        Headers.Enqueue(new HeaderDictionary(context.Request.Headers.ToDictionary()));
        Requests.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
        await _answer(context);
    }
}
