using Ccsp.Contracts;

namespace Ccsp.Gateway.Api;

/// <summary>What routes declare for the OpenAPI document.</summary>
internal static class Documentation
{
    /// <summary>The methods of a read route; load balancers and probes use HEAD.</summary>
    public static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>The query fields and headers the handler reads.</summary>
    public static RouteHandlerBuilder Reads(this RouteHandlerBuilder route, params ReadOnlySpan<RequestParameter> parameters)
    {
        foreach (var parameter in parameters)
            route.WithMetadata(parameter);
        return route;
    }

    /// <summary>Operation name and one-sentence summary.</summary>
    public static RouteHandlerBuilder Is(this RouteHandlerBuilder route, string name, string summary) =>
        route.WithName(name).WithSummary(summary);

    /// <summary>Error answers in addition to those every route may give.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
            route.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(Problem), [Refusal.ContentType]));
        return route;
    }

    /// <summary>The type of a body that the handler reads itself.</summary>
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder route, bool optional = false)
        where T : notnull => route.Accepts<T>(optional, "application/json");
}
