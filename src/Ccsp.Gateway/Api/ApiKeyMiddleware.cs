using System.Diagnostics;
using System.Net;
using Ccsp.Gateway.Security;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Api;

/// <summary>
/// Runs before routing: checks the Host header and the API key, and turns exceptions into error answers. A small middleware instead of the
/// framework's authentication stack, because submit latency is measured in microseconds.
/// </summary>
internal sealed partial class ApiKeyMiddleware(RequestDelegate next, ApiKeyStore keys, ApiOptions options, ILogger<ApiKeyMiddleware> log)
{
    private const string Scheme = "Bearer ";

    private readonly bool _loopback = IPAddress.IsLoopback(options.EndPoint().Address);

    private readonly string? _published = options is { AllowRemote: true, ClusterUrl: { } url } ? new Uri(url).IdnHost : null;

    public async Task InvokeAsync(HttpContext context)
    {
        using var patience = StorePatience.Begin();
        try
        {
            context.Response.Headers.XContentTypeOptions = "nosniff";
            if (await RefuseAsync(context) is { } refusal)
            {
                await refusal.ExecuteAsync(context);
                return;
            }

            ApiVersion.Rewrite(context.Request);
            await next(context);
            if (context.Response is { StatusCode: >= 400, HasStarted: false, ContentType: null } response)
                await Refusal.WriteAsync(response, Problems.OfStatus(response.StatusCode, context.Request));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has disconnected; nobody reads an answer.
        }
        catch (Exception ex) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, ex);
        }
    }

    private async ValueTask<Refusal?> RefuseAsync(HttpContext context)
    {
        // Against DNS rebinding: a web page can make its own name resolve to 127.0.0.1, but it can neither forge nor omit the Host header.
        // Probes that speak HTTP/1.0 send none.
        if (_loopback && context.Request.Host is { HasValue: true } named && !IsLoopbackName(named.Host) && !IsPublished(named.Host))
            return new Refusal(
                Problems.Forbidden(
                    $"This gateway listens on this machine only and does not answer for the host "
                    + $"'{named.Host}'. Use 127.0.0.1 or localhost."));
        if (IsOpen(context.Request.Path))
            return null;
        var header = context.Request.Headers.Authorization;
        if (header.Count == 0)
            return new Refusal(
                Problems.Unauthorized(
                    "Send the header 'Authorization: Bearer KEY'. The key of this machine is in the file local.key of the data folder."));
        if (header.Count == 1 && header[0] is { } value && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && await keys.FindAnywhereAsync(value.AsMemory(Scheme.Length).Trim(), context.RequestAborted) is { } caller)
        {
            context.Features.Set(caller);
            return null;
        }

        return new Refusal(Problems.Unauthorized("The key is not known here."));
    }

    private static bool IsOpen(PathString path) => path.Value is "/health" or "/ready" or "/version" or "/api/health";

    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.AsSpan().Trim("[]"), out var address) && IPAddress.IsLoopback(address));

    /// <summary>A proxy may forward the published name of this instance; a rebinding page arrives with another one.</summary>
    private bool IsPublished(string host) =>
        _published is not null && host.AsSpan().Trim("[]").Equals(_published, StringComparison.OrdinalIgnoreCase);

    private async Task AnswerAsync(HttpContext context, Exception exception)
    {
        var known = Problems.Of(exception, context.Request);
        var trace = Activity.Current?.Id ?? context.TraceIdentifier;
        if (known is null)
            Log.Unexpected(log, exception, context.Request.Method, context.Request.Path, trace);
        else if (known.Status >= 500 && exception is not (StoreUnavailable { IsLogged: true } or StorageFull { IsLogged: true }))
            Log.StoreTrouble(log, exception.Message, context.Request.Method, context.Request.Path);
        context.Response.Clear();
        await Refusal.WriteAsync(context.Response, known ?? Problems.Internal(trace));
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 700, Level = LogLevel.Error, Message = "{Method} {Path} failed unexpectedly ({Trace}).")]
        public static partial void Unexpected(ILogger log, Exception exception, string method, string path, string trace);

        [LoggerMessage(EventId = 701, Level = LogLevel.Error, Message = "{Method} {Path} was refused: {Reason}")]
        public static partial void StoreTrouble(ILogger log, string reason, string method, string path);
    }
}
