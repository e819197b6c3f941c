using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Ccsp.Gateway.Api.Reading;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Ccsp.Gateway.Api;

/// <summary>Completes the generated OpenAPI document.</summary>
internal static class OpenApi
{
    private const string KeyScheme = "key";

    /// <param name="options">The generator's options.</param>
    /// <param name="types">Receives the described types by schema name.</param>
    public static void Describe(OpenApiOptions options, Dictionary<string, JsonTypeInfo> types)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object)
                types[context.JsonTypeInfo.Type.Name] = context.JsonTypeInfo;
            if (FieldDescription.Of(context.JsonTypeInfo.Type) is { } words)
            {
                schema.Type = JsonSchemaType.String;
                schema.Enum = [.. words.Select(word => (JsonNode)JsonValue.Create(word))];
            }
            else if (context.JsonTypeInfo.Type == typeof(DateTimeOffset) || context.JsonTypeInfo.Type == typeof(DateTimeOffset?))
            {
                schema.Type = JsonSchemaType.String;
                schema.Format = "date-time";
            }

            return Task.CompletedTask;
        });
        options.AddOperationTransformer(OpenApiOperations.Describe);
        options.AddDocumentTransformer((document, _, _) =>
        {
            // HEAD is answered like GET; describing both would produce one operation name twice.
            foreach (var path in document.Paths.Values)
                path.Operations?.Remove(HttpMethod.Head);
            document.Info = new OpenApiInfo
            {
                Title = "CCSP",
                Version = ApiVersion.Current,
                Description =
                    "Queues, runs and accounts for runs of coding-agent CLIs. Errors are application/problem+json with a stable code.",
            };
            // Server addresses differ by machine; clients use the one they fetched the document from.
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [KeyScheme] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    Description = "A key; the one of this machine is in local.key of the data folder.",
                },
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(KeyScheme, document)] = [] }];
            return Task.CompletedTask;
        });
    }
}
