using System.Security.Cryptography;
using System.Text.Json;
using Ccsp.Contracts;
using Microsoft.Net.Http.Headers;

namespace Ccsp.Gateway.Api;

/// <summary>
/// Gives answers that are read again and again an entity tag of their content; a caller who sends it back with If-None-Match hears 304 while nothing
/// has changed.
/// </summary>
internal static class Polled
{
    /// <summary>Marks a route for the OpenAPI document.</summary>
    internal sealed record Marker;

    public static RouteHandlerBuilder IsPolled(this RouteHandlerBuilder route) => route
        .WithMetadata(new Marker(), new ProducesResponseTypeMetadata(StatusCodes.Status304NotModified, typeof(void)))
        .AddEndpointFilter(async (invocation, next) => Tagged(await next(invocation)));

    private static object? Tagged(object? result)
    {
        var inner = result is INestedHttpResult nested ? nested.Result : result;
        return inner switch
        {
            TaskPageResult page => new TaggedJson(page.Json),
            IStatusCodeHttpResult { StatusCode: StatusCodes.Status200OK } and IValueHttpResult { Value: { } value } =>
                new TaggedJson(JsonSerializer.SerializeToUtf8Bytes(value, CcspJson.Wire.GetTypeInfo(value.GetType())!)),
            _ => result,
        };
    }

    private sealed class TaggedJson(ReadOnlyMemory<byte> json) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(json.Span).AsSpan(0, 16))}\"");
            response.Headers.ETag = tag.ToString();
            response.Headers.CacheControl = "private, no-cache";
            if (IsKnown(httpContext.Request, tag))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }

            response.ContentType = "application/json; charset=utf-8";
            response.ContentLength = json.Length;
            await response.BodyWriter.WriteAsync(json, httpContext.RequestAborted);
        }

        private static bool IsKnown(HttpRequest request, EntityTagHeaderValue tag) =>
            EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var known)
            && known.Any(one => one.Equals(EntityTagHeaderValue.Any) || one.Compare(tag, useStrongComparison: false));
    }
}
