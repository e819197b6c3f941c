using System.Reflection;
using Ccsp.Contracts;
using Microsoft.AspNetCore.Http.Metadata;

namespace Ccsp.Gateway.Api;

/// <summary>A page of tasks, serialized only once because it may have megabytes.</summary>
/// <param name="json">A <see cref="TaskList"/>.</param>
internal sealed class TaskPageResult(ReadOnlyMemory<byte> json) : IResult, IEndpointMetadataProvider
{
    public ReadOnlyMemory<byte> Json { get; } = json;

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(TaskList), ["application/json"]));

    public Task ExecuteAsync(HttpContext httpContext) => new TaggedJson(Json).ExecuteAsync(httpContext);
}
