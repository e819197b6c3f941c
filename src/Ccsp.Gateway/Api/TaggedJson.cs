using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Ccsp.Gateway.Api;

/// <summary>A JSON answer with an entity tag of its content, or 304 when the caller already has it.</summary>
internal sealed class TaggedJson(ReadOnlyMemory<byte> json) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var tag = TagOf(json.Span);
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

    public static EntityTagHeaderValue TagOf(ReadOnlySpan<byte> content) =>
        new($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))}\"");

    private static bool IsKnown(HttpRequest request, EntityTagHeaderValue tag) =>
        EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var known)
        && known.Any(entry => entry.Equals(EntityTagHeaderValue.Any) || entry.Compare(tag, useStrongComparison: false));
}
