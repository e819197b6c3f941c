using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Ccsp.Gateway.Api;

/// <summary>
/// Serves the OpenAPI document. It is generated per request in a container of its own, because what the generator loads stays in memory (4
/// MB), which most gateways never need.
/// </summary>
/// <param name="services">The gateway's registrations; the generator uses them to tell services from request parameters.</param>
internal sealed class OpenApiDocumentRoute(IServiceCollection services)
{
    public void Map(WebApplication app) =>
        app.MapMethods($"/openapi/{ApiVersion.Current}.json", Documentation.Reading, context => WriteAsync(app, context))
            .ExcludeFromDescription();

    private async Task WriteAsync(WebApplication app, HttpContext context)
    {
        Dictionary<string, JsonTypeInfo> types = new(StringComparer.Ordinal);
        await using var generator = Generator(app, types);
        var document = await generator.GetRequiredKeyedService<IOpenApiDocumentProvider>(ApiVersion.Current)
            .GetOpenApiDocumentAsync(context.RequestAborted);
        var json = JsonNode.Parse(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, context.RequestAborted))!.AsObject();
        OpenApiSchemas.Correct(json, types);
        OpenApiDescriptions.Unwrap(json);
        var text = new ArrayBufferWriter<byte>();
        await using (var writer = new Utf8JsonWriter(text, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            json.WriteTo(writer);
        context.Response.ContentType = "application/json;charset=utf-8";
        context.Response.ContentLength = text.WrittenCount;
        await context.Response.Body.WriteAsync(text.WrittenMemory, context.RequestAborted);
    }

    private ServiceProvider Generator(WebApplication app, Dictionary<string, JsonTypeInfo> types)
    {
        var all = new ServiceCollection();
        foreach (var service in services)
            ((ICollection<ServiceDescriptor>)all).Add(service);
        all.AddOpenApi(ApiVersion.Current, options => OpenApi.Describe(options, types));
        // Reuses the running instances; second ones would be disposed with this container.
        all.AddSingleton(app.Services.GetRequiredService<EndpointDataSource>());
        all.AddSingleton(app.Services.GetRequiredService<IServer>());
        all.AddSingleton(app.Services.GetRequiredService<ILoggerFactory>());
        return all.BuildServiceProvider();
    }
}
