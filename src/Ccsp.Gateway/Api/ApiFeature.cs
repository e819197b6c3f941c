using Ccsp.Contracts;
using Ccsp.Gateway.Api.Peers;
using Ccsp.Gateway.Api.Reading;
using Ccsp.Gateway.Api.Streams;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.EmergencyStop;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Security;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Api;

internal static class ApiFeature
{
    /// <summary>
    /// Registers the API. The composition root must register what it depends on: <see cref="ITaskStore"/>, <see cref="EventHub"/>,
    /// <see cref="TaskId"/>, <see cref="TimeProvider"/>, <see cref="RunFolders"/>, <see cref="Instance"/>, <see cref="PeerKey"/>,
    /// <see cref="ApiKeyStore"/>, <see cref="Catalogue"/>, <see cref="Notifications.Notifier"/>, <see cref="EmergencyStopService"/>,
    /// <see cref="ClaimPreview"/> and <see cref="OutputGrowth"/>.
    /// </summary>
    /// <exception cref="FormatException">The listen address is invalid, or reachable from other machines without permission.</exception>
    public static void AddApi(this WebApplicationBuilder builder, ApiOptions options)
    {
        var point = options.EndPoint();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.BodyBytes;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(options.HeaderTimeoutSeconds);
            kestrel.Listen(point);
        });
        // The framework's own start, stop and request lines would cost one write per request.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        var services = builder.Services;
        services.AddRoutingCore();
        services.ConfigureHttpJsonOptions(json => Json(json.SerializerOptions));
        services.AddSingleton(new OpenApiDocumentRoute(services));
        services.AddSingleton(options);
        services.AddSingleton<Readiness>();
        services.AddSingleton<FindDirectory>(RealDirectory.Find);
        services.AddSingleton<SubmissionRules>();
        services.AddSingleton<TaskLister>();
        services.AddSingleton<TaskSubmitter>();
        services.AddSingleton<Resumption>();
        services.AddSingleton<UntilEnded>();
        services.AddSingleton<Changes>();
        services.AddSingleton<MassRetry>();
        services.AddSingleton<GateSetting>();
        services.AddSingleton<PeerRequests>();
        services.AddSingleton<RunOwner>();
        services.AddSingleton<PeerOutputRelay>();
        services.AddSingleton<OutputViews>();
        services.AddSingleton<StreamSources>();
        services.AddSingleton<OutputFollower>();
    }

    public static void MapApi(this WebApplication app)
    {
        app.UseMiddleware<ApiKeyMiddleware>();
        app.UseRouting();
        app.UseMiddleware<StrictRequests>();
        var api = app.MapGroup(ApiVersion.Prefix);
        var tasks = api.MapGroup("/tasks").WithTags("tasks");
        SubmitRoutes.Map(tasks);
        TaskReadRoutes.Map(tasks);
        TaskActionRoutes.Map(tasks);
        MassRetryRoute.Map(tasks);
        OutputRoute.Map(tasks);
        EventRoutes.MapTask(tasks);
        EventRoutes.Map(api);
        QueueRoutes.Map(api);
        GateRoutes.Map(api);
        NotificationRoutes.Map(api);
        EmergencyRoutes.Map(api);
        SessionRoutes.Map(api);
        ProfileLoginRoute.Map(api);
        InstanceRoutes.Map(api);
        HealthRoutes.Map(app);
        app.Services.GetRequiredService<OpenApiDocumentRoute>().Map(app);
    }

    private static void Json(System.Text.Json.JsonSerializerOptions options)
    {
        var wire = CcspJson.Wire.Options;
        options.TypeInfoResolverChain.Clear();
        options.TypeInfoResolverChain.Add(CcspJson.Wire);
        options.Encoder = wire.Encoder;
        options.DefaultIgnoreCondition = wire.DefaultIgnoreCondition;
        options.PropertyNamingPolicy = wire.PropertyNamingPolicy;
        options.NumberHandling = wire.NumberHandling;
        options.AllowDuplicateProperties = false;
        foreach (var converter in wire.Converters)
            options.Converters.Add(converter);
    }
}
