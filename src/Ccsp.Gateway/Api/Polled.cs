using System.Text.Json;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Api;

/// <summary>
/// Gives answers that clients poll an entity tag of their content, so that If-None-Match yields 304 while nothing has changed.
/// </summary>
internal static class Polled
{
    /// <summary>Marks the route for the OpenAPI document.</summary>
    internal sealed record Marker;

    public static RouteHandlerBuilder IsPolled(this RouteHandlerBuilder route) => route
        .WithMetadata(new Marker(), new ProducesResponseTypeMetadata(StatusCodes.Status304NotModified, typeof(void)))
        .AddEndpointFilter(async (invocation, next) => Tagged(await next(invocation)));

    private static object? Tagged(object? result)
    {
        var inner = result is INestedHttpResult nested ? nested.Result : result;
        return inner switch
        {
            IStatusCodeHttpResult { StatusCode: StatusCodes.Status200OK } and IValueHttpResult { Value: { } value } =>
                new TaggedJson(JsonSerializer.SerializeToUtf8Bytes(value, CcspJson.Wire.GetTypeInfo(value.GetType())!)),
            _ => result,
        };
    }
}
