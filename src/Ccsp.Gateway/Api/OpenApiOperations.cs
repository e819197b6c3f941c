using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Ccsp.Gateway.Api;

/// <summary>Adds query fields, headers and response headers to the operations from the routes' declarations.</summary>
internal static class OpenApiOperations
{
    public static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        foreach (var parameter in metadata.OfType<RequestParameter>())
            Add(operation, parameter);
        var polled = metadata.OfType<Polled.Marker>().Any();
        if (polled)
            Add(operation, RequestParameter.Header("If-None-Match", "The ETag of an earlier answer; 304 says that it is still the same."));
        foreach (var bytes in metadata.OfType<IProducesResponseTypeMetadata>()
            .Where(produced => produced.Type is null or { FullName: "System.Void" }))
            AddBytes(operation, bytes);
        // Public routes: an empty list lifts the document's security requirement.
        if (!context.Description.RelativePath!.StartsWith("api/", StringComparison.Ordinal))
            operation.Security = [];
        foreach (var (status, response) in operation.Responses ?? [])
        {
            if (response is OpenApiResponse open)
                open.Headers = HeadersOf(status, polled, context.Description.RelativePath!, operation.OperationId) is { Count: > 0 } headers
                    ? headers
                    : null;
        }

        return Task.CompletedTask;
    }

    /// <summary>Answers that are not JSON; without a media type a generated client would expect an empty body.</summary>
    private static void AddBytes(OpenApiOperation operation, IProducesResponseTypeMetadata produced)
    {
        if (operation.Responses?.GetValueOrDefault(
            produced.StatusCode.ToString(CultureInfo.InvariantCulture)) is not OpenApiResponse response
            || response.Content is { Count: > 0 })
            return;
        foreach (var media in produced.ContentTypes)
        {
            response.Content ??= new Dictionary<string, OpenApiMediaType>();
            response.Content[media] =
                new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } };
        }
    }

    private static void Add(OpenApiOperation operation, RequestParameter parameter)
    {
        var described = new OpenApiParameter
        {
            Name = parameter.Name,
            In = parameter.IsHeader ? ParameterLocation.Header : ParameterLocation.Query,
            Description = parameter.Description,
            Schema = SchemaOf(parameter),
        };
        if (parameter.IsList)
        {
            described.Schema = new OpenApiSchema { Type = JsonSchemaType.Array, Items = described.Schema };
            // Comma-separated instead of repeated.
            described.Style = ParameterStyle.Form;
            described.Explode = false;
        }

        (operation.Parameters ??= []).Add(described);
    }

    private static OpenApiSchema SchemaOf(RequestParameter parameter) => parameter.Kind switch
    {
        ParameterKind.Number => new OpenApiSchema
        {
            Type = JsonSchemaType.Integer,
            Minimum = parameter.Least?.ToString(CultureInfo.InvariantCulture),
            Maximum = parameter.Most == long.MaxValue ? null : parameter.Most?.ToString(CultureInfo.InvariantCulture),
        },
        ParameterKind.Flag => new OpenApiSchema { Type = JsonSchemaType.Boolean },
        ParameterKind.Time => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" },
        _ => new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Enum = parameter.Values is { } values ? [.. values.Select(value => (JsonNode)JsonValue.Create(value))] : null,
        },
    };

    private static Dictionary<string, IOpenApiHeader> HeadersOf(string status, bool polled, string path, string? operation)
    {
        Dictionary<string, IOpenApiHeader> headers = [];
        if (polled && status is "200" or "304")
            Header("ETag", "Of this answer; send it back in If-None-Match.");
        if (status == "202" && operation == "submitTask")
            Header("Location", "The path of the task.");
        if (status is "429" or "503" or "507")
            Header("Retry-After", "Seconds after which to try again, where that is known.");
        if (status == "401")
            Header("WWW-Authenticate", "Bearer.");
        if (path.EndsWith("/output", StringComparison.Ordinal) && status is "206" or "416")
            Header("Content-Range", "Which bytes these are, and of how many.");
        return headers;

        void Header(string name, string description) =>
            headers[name] = new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
    }
}
