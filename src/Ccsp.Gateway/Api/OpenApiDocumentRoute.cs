using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Ccsp.Gateway.Api;

/// <summary>
/// Serves the OpenAPI document, made at each request in a container of its own: what the generator loads stays for good and is 4 MB that a
/// gateway nobody asks for the document need not have.
/// </summary>
/// <param name="services">The gateway's own registrations; the generator tells by them what a handler takes from the request.</param>
internal sealed class OpenApiDocumentRoute(IServiceCollection services)
{
    public void Map(WebApplication app) =>
        app.MapGet($"/openapi/{ApiVersion.Current}.json", context => WriteAsync(app, context)).ExcludeFromDescription();

    private async Task WriteAsync(WebApplication app, HttpContext context)
    {
        await using var generator = Generator(app);
        var document = await generator.GetRequiredKeyedService<IOpenApiDocumentProvider>(ApiVersion.Current).GetOpenApiDocumentAsync(context.RequestAborted);
        using var text = new MemoryStream();
        await document.SerializeAsJsonAsync(text, OpenApiSpecVersion.OpenApi3_1, context.RequestAborted);
        context.Response.ContentType = "application/json;charset=utf-8";
        context.Response.ContentLength = text.Length;
        await context.Response.Body.WriteAsync(text.GetBuffer().AsMemory(0, (int)text.Length), context.RequestAborted);
    }

    private ServiceProvider Generator(WebApplication app)
    {
        var all = new ServiceCollection();
        foreach (var service in services)
            ((ICollection<ServiceDescriptor>)all).Add(service);
        all.AddOpenApi(ApiVersion.Current, OpenApi.Describe);
        // The running ones instead of second ones, which would end with this container.
        all.AddSingleton(app.Services.GetRequiredService<EndpointDataSource>());
        all.AddSingleton(app.Services.GetRequiredService<IServer>());
        all.AddSingleton(app.Services.GetRequiredService<ILoggerFactory>());
        return all.BuildServiceProvider();
    }
}
