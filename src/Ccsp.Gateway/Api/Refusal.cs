using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Ccsp.Contracts;
using Microsoft.AspNetCore.Http.Metadata;

namespace Ccsp.Gateway.Api;

/// <summary>An error answer: <c>application/problem+json</c> with a stable code.</summary>
internal sealed class Refusal(Problem problem) : IResult, IEndpointMetadataProvider
{
    public const string ContentType = "application/problem+json";

    public Problem Problem { get; } = problem;

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        foreach (var status in (ReadOnlySpan<int>)[400, 401, 403, 500, 503])
            builder.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(Problem), [ContentType]));
    }

    public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext.Response, Problem);

    public static Task WriteAsync(HttpResponse response, Problem problem)
    {
        response.StatusCode = problem.Status;
        response.ContentType = ContentType;
        if (problem.RetryAfterSeconds is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (problem.Status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = "Bearer";
        return JsonSerializer.SerializeAsync(response.BodyWriter, problem, CcspJson.Wire.Problem, response.HttpContext.RequestAborted);
    }
}
