using Ccsp.Contracts;

namespace Ccsp.Gateway.Api;

/// <summary>What routes say about themselves in the OpenAPI document.</summary>
internal static class Documentation
{
    /// <summary>The methods of a route to read from; load balancers and probes ask by HEAD.</summary>
    public static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>The query fields and headers the handler reads.</summary>
    public static RouteHandlerBuilder Reads(this RouteHandlerBuilder route, params ReadOnlySpan<RequestParameter> parameters)
    {
        foreach (var parameter in parameters)
            route.WithMetadata(parameter);
        return route;
    }

    /// <summary>Names the operation and says in one sentence what it does.</summary>
    public static RouteHandlerBuilder Is(this RouteHandlerBuilder route, string name, string summary) =>
        route.WithName(name).WithSummary(summary);

    /// <summary>Error answers beyond those every route may give.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
            route.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(Problem), [Refusal.ContentType]));
        return route;
    }

    /// <summary>The body the handler reads itself.</summary>
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder route, bool optional = false)
        where T : notnull => route.Accepts<T>(optional, "application/json");
}
