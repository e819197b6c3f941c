using System.Runtime.InteropServices;
using Ccsp.Contracts;
using Ccsp.Gateway.EmergencyStop;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ccsp.Gateway.Api;

/// <summary>For load balancers and monitoring; needs no key and reveals nothing about tasks.</summary>
internal static class HealthRoutes
{
    private static readonly TimeSpan StorePatience = TimeSpan.FromSeconds(2);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapMethods("/health", Documentation.Reading, Health).WithTags("health").Refuses(403).Is("health", "The process is alive.");
        app.MapMethods("/api/health", Documentation.Reading, Health).ExcludeFromDescription();
        app.MapMethods("/ready", Documentation.Reading, ReadyAsync).WithTags("health").Produces<ReadyView>(503).Refuses(403)
            .Is("ready", "Whether the gateway takes and starts work.");
        app.MapMethods("/version", Documentation.Reading, VersionNow).WithTags("health").Refuses(403).Is("version", "What is running.");
    }

    private static Ok<HealthView> Health() => TypedResults.Ok(new HealthView("healthy", ThisBuild.Version));

    private static Ok<VersionView> VersionNow() => TypedResults.Ok(
        new VersionView("ccsp", ThisBuild.Version, RuntimeInformation.FrameworkDescription, ApiVersion.Current)
    {
        Commit = ThisBuild.Commit,
        CommitTime = ThisBuild.CommitTime,
        Schema = ThisBuild.Schema,
    });

    private static async Task<Results<Ok<ReadyView>, JsonHttpResult<ReadyView>>> ReadyAsync(
        ITaskStore store, EmergencyStopService stops, Catalogue known, Readiness readiness, StoreSetback setback,
        TimeProvider time, CancellationToken cancellationToken)
    {
        var (answers, stored) = await StoreAsync(store, known.Durability, setback, time, cancellationToken);
        var components = new SortedDictionary<string, ComponentView>(readiness.Components.ToDictionary(), StringComparer.Ordinal)
        {
            ["store"] = answers,
        };
        var emergency = stops.Seen(stored);
        var ready = components.Values.All(component => component.Ok);
        // Reported but not counted as unready: the gateway still accepts work, and behind a load balancer an unready instance could not be
        // cleared.
        if (emergency is { Stands: true })
            components["emergency"] = new(
                false, $"{EnumNames<EmergencyMode>.Of(emergency.Mode)} since {emergency.Since.UtcDateTime:u}; nothing starts");
        var view = new ReadyView(ready, components);
        return view.Ready
            ? TypedResults.Ok(view)
            : TypedResults.Json(view, CcspJson.Wire.ReadyView, statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<(ComponentView View, EmergencyState? Emergency)> StoreAsync(
        ITaskStore store, Durability durability, StoreSetback setback, TimeProvider time, CancellationToken cancellationToken)
    {
        // It takes work again; whoever looks here first is to know that some of it is gone.
        var gone = setback.Seen is { } seen ? $"; it went back to older data, seen {seen}" : "";
        try
        {
            return (
                new(true, $"answers; durability {EnumNames<Durability>.Of(durability)}{gone}"),
                await store.EmergencyNowAsync(cancellationToken).WaitAsync(StorePatience, time, cancellationToken));
        }
        catch (TimeoutException)
        {
            return (new(false, "does not answer within 2 s"), null);
        }
        catch (Exception ex) when (ex is StoreUnavailable or StoreCorrupted or StorageFull)
        {
            return (new(false, (ex as StoreUnavailable)?.Advice ?? "does not answer; the log says why"), null);
        }
    }
}
