using System.Globalization;
using System.Text.Json.Nodes;

namespace Ccsp.ApiStub.Github;

/// <summary>Answers as <see cref="GithubMode"/> says.</summary>
internal static class GithubMisbehaviour
{
    private const int HugeBytes = 10 << 20;

    public static async Task PlayAsync(HttpContext context, GithubStub stub, Func<HttpContext, GithubStub, Task> answer)
    {
        var mode = stub.Next();
        var headers = context.Response.Headers;
        headers["x-ratelimit-limit"] = "5000";
        headers["x-ratelimit-remaining"] = "4999";
        switch (mode.Mode)
        {
            case "unauthorized":
                await RefuseAsync(context, 401, "Bad credentials");
                break;
            case "forbidden":
                await RefuseAsync(context, 403, "Resource not accessible by personal access token");
                break;
            case "not-found":
                await RefuseAsync(context, 404, "Not Found");
                break;
            case "gone":
                await RefuseAsync(context, 410, "This issue was deleted");
                break;
            case "server-error":
                await RefuseAsync(context, 500, "Server Error");
                break;
            case "rate-limited":
                headers["x-ratelimit-remaining"] = "0";
                headers["x-ratelimit-reset"] = (stub.Now.ToUnixTimeSeconds() + mode.Seconds).ToString(CultureInfo.InvariantCulture);
                await RefuseAsync(context, 403, "API rate limit exceeded");
                break;
            case "retry-after":
                headers.RetryAfter = mode.Seconds.ToString(CultureInfo.InvariantCulture);
                await RefuseAsync(context, 429, "You have exceeded a secondary rate limit");
                break;
            case "redirect":
                headers.Location = "https://elsewhere.example/issues";
                context.Response.StatusCode = 301;
                break;
            case "hang":
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
                break;
            case "huge":
                await SendHugeAsync(context);
                break;
            case "lose-answer":
                var body = context.Response.Body;
                context.Response.Body = Stream.Null;
                await answer(context, stub);
                context.Response.Body = body;
                context.Abort();
                break;
            default:
                await answer(context, stub);
                break;
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, string message) =>
        GithubRoutes.WriteAsync(context, new JsonObject { ["message"] = message }, status);

    private static async Task SendHugeAsync(HttpContext context)
    {
        var piece = new byte[64 * 1024];
        Array.Fill(piece, (byte)' ');
        for (var sent = 0; sent < HugeBytes; sent += piece.Length)
            await context.Response.Body.WriteAsync(piece, context.RequestAborted);
    }
}
