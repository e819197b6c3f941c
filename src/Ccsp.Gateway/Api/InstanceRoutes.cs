using Ccsp.Contracts;
using Ccsp.Gateway.Cluster;
using Ccsp.Gateway.Queue;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ccsp.Gateway.Api;

/// <summary>The instances that share the store.</summary>
internal static class InstanceRoutes
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapMethods("/instances", Documentation.Reading, ListAsync).WithTags("instances").IsPolled()
            .Is("listInstances", "The gateways that share the store, each with its figures, and all live ones together.");

    private static async Task<Results<Ok<InstanceList>, Refusal>> ListAsync(
        ITaskStore store, Leader leader, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var snapshot = store.SnapshotAsync(now, cancellationToken);
        var holder = leader.HolderAsync(cancellationToken);
        return TypedResults.Ok(
            InstanceViews.List(await store.InstancesAsync(cancellationToken), await snapshot, await holder, now));
    }
}
