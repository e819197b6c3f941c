using Ccsp.Contracts;
using Ccsp.Gateway.Api.Reading;
using Microsoft.AspNetCore.Http.Metadata;

namespace Ccsp.Gateway.Api;

/// <summary>
/// Refuses what the route would ignore: undeclared query fields, preconditions and bodies. Otherwise a caller would believe that they had
/// an effect.
/// </summary>
internal sealed class StrictRequests(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is RouteEndpoint endpoint && context.Request.Path.StartsWithSegments(ApiVersion.Prefix)
            && (Query(context.Request, endpoint) ?? Condition(context.Request, endpoint)
                ?? await BodyAsync(context, endpoint)) is { } wrong)
        {
            await Refusal.WriteAsync(context.Response, wrong);
            return;
        }

        await next(context);
    }

    /// <summary>Routes with query fields of their own report all query errors together.</summary>
    private static Problem? Query(HttpRequest request, Endpoint endpoint) =>
        !request.QueryString.HasValue || endpoint.Metadata.GetOrderedMetadata<RequestParameter>().Any(parameter => !parameter.IsHeader)
            ? null
            : new QueryFields(request.Query).Refusal();

    private static Problem? Condition(HttpRequest request, Endpoint endpoint) =>
        request.Headers.IfMatch.Count == 0
        || HttpMethods.IsGet(request.Method)
        || HttpMethods.IsHead(request.Method)
        || endpoint.Metadata.GetOrderedMetadata<RequestParameter>().Contains(Changes.IfMatch)
            ? null
            : Problems.Field("If-Match", "It is not compared with anything here. Leave it out.");

    private static async ValueTask<Problem?> BodyAsync(HttpContext context, Endpoint endpoint)
    {
        var request = context.Request;
        if (request.ContentLength is null or 0 && request.Headers.TransferEncoding.Count == 0)
            return null;
        if (HttpMethods.IsGet(request.Method)
            || HttpMethods.IsHead(request.Method)
            || endpoint.Metadata.GetMetadata<IAcceptsMetadata>() is not null)
            return null;
        var read = await RequestBody.ReadAsync(request, NothingJson.Default.Nothing, new Nothing(), context.RequestAborted);
        return read.Broken ?? (read.Errors.Count > 0 ? Problems.Fields(read.Errors) : null);
    }
}
