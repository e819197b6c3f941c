using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ccsp.ApiStub.Github;

/// <summary>
/// <c>/github/repos/{owner}/{name}/issues…</c> as GitHub's REST API answers, and <c>/stub/github/…</c> for whoever scripts it: <c>PUT
/// mode</c>,
/// <c>PUT {owner}/{name}/issues/N</c> with <c>{"state":"closed"}</c> as a person would, <c>GET {owner}/{name}/issues</c>, <c>GET
/// requests</c>.
/// </summary>
internal static class GithubRoutes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        const string issues = "/github/repos/{owner}/{name}/issues";
        Serve(app, "GET", issues, ListAsync);
        Serve(app, "POST", issues, CreateAsync);
        Serve(app, "GET", issues + "/{number:int}", GetAsync);
        Serve(app, "PATCH", issues + "/{number:int}", ChangeAsync);
        Serve(app, "GET", issues + "/{number:int}/comments", CommentsAsync);
        Serve(app, "POST", issues + "/{number:int}/comments", CommentAsync);
        app.MapPut("/stub/github/mode", SetModeAsync);
        app.MapPut("/stub/github/{owner}/{name}/issues/{number:int}", (RequestDelegate)(context => ChangeAsync(context, Stub(context))));
        app.MapGet("/stub/github/{owner}/{name}/issues", (RequestDelegate)DumpAsync);
        app.MapGet(
            "/stub/github/requests",
            (RequestDelegate)(context => WriteAsync(context, new JsonArray([.. Stub(context).Requests.Select(text => (JsonNode)text)]))));
    }

    private static void Serve(IEndpointRouteBuilder app, string method, string pattern, Func<HttpContext, GithubStub, Task> answer) =>
        app.MapMethods(pattern, [method], (RequestDelegate)(async context =>
        {
            var stub = Stub(context);
            await GithubMisbehaviour.PlayAsync(context, stub, answer);
            stub.Note(context.Request.Method, context.Request.Path + context.Request.QueryString, context.Response.StatusCode);
        }));

    private static Task ListAsync(HttpContext context, GithubStub stub)
    {
        var size = int.Parse(context.Request.Query["per_page"].FirstOrDefault() ?? "30", CultureInfo.InvariantCulture);
        var page = int.Parse(context.Request.Query["page"].FirstOrDefault() ?? "1", CultureInfo.InvariantCulture);
        var state = context.Request.Query["state"].FirstOrDefault() ?? "open";
        var found = stub.All(Repository(context)).Where(issue => state == "all" || issue.State == state)
            .OrderByDescending(issue => issue.Number);
        return WriteAsync(context, new JsonArray([.. found.Skip((page - 1) * size).Take(size).Select(issue => (JsonNode)Json(issue))]));
    }

    private static async Task CreateAsync(HttpContext context, GithubStub stub)
    {
        var body = await ReadAsync(context);
        var labels = body["labels"]?.AsArray().Select(label => label!.GetValue<string>()).ToList() ?? [];
        var issue = stub.Create(Repository(context), body["title"]!.GetValue<string>(), body["body"]?.GetValue<string>() ?? "", labels);
        await WriteAsync(context, Json(issue), 201);
    }

    private static async Task GetAsync(HttpContext context, GithubStub stub)
    {
        if (await FindAsync(context, stub) is not { } issue)
            return;
        var etag = string.Create(CultureInfo.InvariantCulture, $"W/\"{issue.Number}-{issue.Version}\"");
        context.Response.Headers.ETag = etag;
        if (context.Request.Headers.IfNoneMatch == etag)
            context.Response.StatusCode = 304;
        else
            await WriteAsync(context, Json(issue));
    }

    private static async Task ChangeAsync(HttpContext context, GithubStub stub)
    {
        if (await FindAsync(context, stub) is not { } issue)
            return;
        if ((await ReadAsync(context))["state"]?.GetValue<string>() is { } state)
            stub.SetState(issue, state);
        await WriteAsync(context, Json(issue));
    }

    private static async Task CommentsAsync(HttpContext context, GithubStub stub)
    {
        if (await FindAsync(context, stub) is { } issue)
            await WriteAsync(context, Comments(issue));
    }

    private static async Task CommentAsync(HttpContext context, GithubStub stub)
    {
        if (await FindAsync(context, stub) is not { } issue)
            return;
        var text = (await ReadAsync(context))["body"]!.GetValue<string>();
        stub.Comment(issue, text);
        await WriteAsync(context, new JsonObject { ["body"] = text }, 201);
    }

    private static async Task SetModeAsync(HttpContext context)
    {
        var body = await ReadAsync(context);
        Stub(context).Set(new GithubMode(
            body["mode"]!.GetValue<string>(), body["seconds"]?.GetValue<int>() ?? 60, body["times"]?.GetValue<int>() ?? 0));
        context.Response.StatusCode = 204;
    }

    private static Task DumpAsync(HttpContext context) => WriteAsync(
        context, new JsonArray([.. Stub(context).All(Repository(context)).Select(issue =>
    {
        var json = Json(issue);
        json["all_comments"] = Comments(issue);
        return (JsonNode)json;
    })]));

    private static JsonArray Comments(StubIssue issue) =>
        new([.. issue.Comments.Select(comment => (JsonNode)new JsonObject { ["id"] = comment.Id, ["body"] = comment.Body })]);

    private static JsonObject Json(StubIssue issue) => new()
    {
        ["number"] = issue.Number,
        ["state"] = issue.State,
        ["title"] = issue.Title,
        ["body"] = issue.Body,
        ["labels"] = new JsonArray([.. issue.Labels.Select(label => (JsonNode)new JsonObject { ["name"] = label })]),
        ["closed_at"] = issue.ClosedAt?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["comments"] = issue.Comments.Count,
    };

    private static async Task<StubIssue?> FindAsync(HttpContext context, GithubStub stub)
    {
        var issue = stub.Find(Repository(context), int.Parse((string)context.GetRouteValue("number")!, CultureInfo.InvariantCulture));
        if (issue is null)
            await WriteAsync(context, new JsonObject { ["message"] = "Not Found" }, 404);
        return issue;
    }

    private static async Task<JsonObject> ReadAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
        return (JsonObject)JsonNode.Parse(body.RootElement.GetRawText())!;
    }

    internal static async Task WriteAsync(HttpContext context, JsonNode json, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(json.ToJsonString(), context.RequestAborted);
    }

    private static string Repository(HttpContext context) => $"{context.GetRouteValue("owner")}/{context.GetRouteValue("name")}";

    private static GithubStub Stub(HttpContext context) => context.RequestServices.GetRequiredService<GithubStub>();
}
