using System.Net;
using System.Text.Json;
using Ccsp.ApiStub.Github;

namespace Ccsp.ApiStub;

/// <summary>The routes: the part of the Messages API the CLI uses, GitHub's issues, and <c>/stub/…</c> for whoever scripts it.</summary>
internal static class StubApp
{
    public static WebApplication Build(int port, Scenario scenario)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Limits.MaxRequestBodySize = 256L << 20;
            kestrel.AddServerHeader = false;
        });
        // A hanging answer must not hold the end of the program.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(200));
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, StubJson.Default));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(services => new Stage(scenario, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<ScriptedAnswers>();
        builder.Services.AddSingleton<GithubStub>();
        var app = builder.Build();
        app.Use(Count);
        app.MapMethods("/", ["HEAD", "GET"], () => Results.Ok());
        app.MapPost("/v1/messages", Answer);
        app.MapPost("/v1/messages/count_tokens", CountTokens);
        app.MapPut("/stub/scenario", ReplaceScenario);
        app.MapGet("/stub/requests", (Stage stage) => stage.Seen());
        GithubRoutes.Map(app);
        app.MapFallback(
            () => Results.Json(
                ErrorBody.Of("not_found_error", "the stub does not serve this path"), StubJson.Default.ErrorBody, statusCode: 404));
        return app;
    }

    private static async Task Count(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path.Value ?? "";
        if (path.StartsWith("/stub/", StringComparison.Ordinal))
        {
            await next(context);
            return;
        }

        var stage = context.RequestServices.GetRequiredService<Stage>();
        stage.CountPath($"{context.Request.Method} {path}");
        stage.Entered();
        try
        {
            await next(context);
        }
        catch (Exception ex) when (context.RequestAborted.IsCancellationRequested && ex is OperationCanceledException or IOException)
        {
            // The caller left in the middle of its answer: nobody is there to be told.
        }
        finally
        {
            stage.Left();
        }
    }

    private static async Task Answer(HttpContext context, Stage stage, ScriptedAnswers player)
    {
        Prompt prompt;
        try
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
            prompt = Prompt.Read(body.RootElement);
        }
        catch (JsonException ex)
        {
            context.Response.StatusCode = 400;
            await context.Response.WriteAsJsonAsync(ErrorBody.Of("invalid_request_error", ex.Message), StubJson.Default.ErrorBody);
            return;
        }

        await player.PlayAsync(context, prompt, stage.Choose(prompt, KeyOf(context.Request)));
    }

    private static async Task<IResult> CountTokens(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = await JsonDocument.ParseAsync(request.Body, default, cancellationToken);
        var tokens = Math.Max(1, body.RootElement.GetRawText().Length / 4);
        return Results.Json(new TokenCount(tokens), StubJson.Default.TokenCount);
    }

    private static async Task<IResult> ReplaceScenario(HttpRequest request, Stage stage, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        try
        {
            stage.Replace(Scenario.Parse(body.GetBuffer().AsSpan(0, (int)body.Length)));
            return Results.NoContent();
        }
        catch (FormatException ex)
        {
            return Results.Json(ErrorBody.Of("invalid_request_error", ex.Message), StubJson.Default.ErrorBody, statusCode: 400);
        }
    }

    private static string KeyOf(HttpRequest request) =>
        request.Headers["x-api-key"].ToString() is { Length: > 0 } key
            ? key
            : request.Headers.Authorization.ToString() is var bearer && bearer.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
                ? bearer[7..]
                : "";
}
