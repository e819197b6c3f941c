using Ccsp.Contracts;
using Ccsp.Gateway.Api;
using Ccsp.Gateway.Api.Peers;
using Ccsp.Gateway.Api.Streams;
using Ccsp.Gateway.Cluster;
using Ccsp.Gateway.Configuration;
using Ccsp.Gateway.Duties;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Notifications.Routing;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Security;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Hosting;

/// <summary>Registers the instance as one of several, its data folder and keys, and what one feature tells another.</summary>
internal static class HostingFeature
{
    /// <param name="read">The files it was read from.</param>
    /// <param name="shared">An open shared store; null: the embedded one.</param>
    public static IServiceCollection AddHosting(this IServiceCollection services, GatewayOptions options, IReadOnlyList<string> read,
        SharedStore? shared)
    {
        services
            .AddSingleton<IHostLifetime, NoHostLifetime>()
            .AddSingleton<GatewayLife>()
            .AddSingleton(new TaskFiles(options.WorkingDirectoryRoots, options.DataDir, OwnFiles.Of(options, read)))
            .AddSingleton(new SharedLease(shared is null ? null : new LeaseFile(Path.Combine(options.DataDir, "lease"))))
            .AddSingleton(provider => LocalKey.Open(options.DataDir, TimeProvider.System, provider.GetRequiredService<SharedApiKeys>()))
            .AddSingleton(new PeerKey(options.DataDir))
            .AddSingleton(provider => ActivatorUtilities.CreateInstance<DataFolderDuty>(provider, options.DataDir,
                new FilesInPlace(InData(DataFolderLock.FileName), InData(QueueFeature.FileName))))
            .AddDuty(provider => new Duty("data folder", DataFolderDuty.Every, provider.GetRequiredService<DataFolderDuty>().RunOnceAsync))
            .AddDuty(provider => new Duty("heartbeat", TimeSpan.FromSeconds(options.Execution.Heartbeat.EverySeconds),
                provider.GetRequiredService<GatewayLife>().BeatAsync));
        AddFigures(services, options, shared);
        AddEventSource(services);
        AddApiSources(services, options, shared?.Facts.Gives(options.Store.Durability) ?? Durability.Disk);
        return shared is null ? services : services.AddSharing(options, shared);

        string InData(string name) => Path.Combine(options.DataDir, name);
    }

    private static void AddFigures(IServiceCollection services, GatewayOptions options, SharedStore? shared) => services
        .AddSingleton(provider => new Leader(
            shared?.Link, provider.GetRequiredService<Instance>().Id, provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<Leader>>()))
        .AddSingleton(provider => new InstanceFigures(
            () => options.Execution.MaxConcurrent,
            provider.GetRequiredService<Supervisors>().Containment.Name,
            now => provider.GetRequiredService<StartBackoff>().Shortage(now)?.Reason,
            provider.GetRequiredService<StoreSetback>(),
            provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<ReadLoad>(provider => provider.GetRequiredService<InstanceFigures>().Read);

    private static void AddEventSource(IServiceCollection services) => services.AddSingleton<ReadEvents>(provider =>
    {
        var store = provider.GetRequiredService<ITaskStore>();
        return (after, limit, cancellationToken) => store.EventsAsync(new EventQuery(null, after, limit), cancellationToken);
    });

    private static void AddApiSources(IServiceCollection services, GatewayOptions options, Durability durability) => services
        .AddSingleton<IReadOnlyDictionary<string, Profile>>(ProfileSecrets.Resolve(options.Profiles))
        .AddSingleton(provider => new Catalogue(
            provider.GetRequiredService<EngineCatalog>().Keeps,
            options.Profiles.ToDictionary(profile => profile.Key, profile => profile.Value.Engine, StringComparer.Ordinal),
            options.WorkingDirectoryRoots,
            durability) { ProfilesOfEngines = EngineProfiles.Of(options) })
        .AddSingleton(PreviewOf)
        .AddSingleton<OutputGrowth>(provider => provider.GetRequiredService<RunOutput>().Growth);

    private static ClaimPreview PreviewOf(IServiceProvider provider)
    {
        var settings = provider.GetRequiredService<DispatcherSettings>();
        var starts = provider.GetRequiredService<StartBackoff>();
        return () =>
        {
            var now = settings.Time.GetUtcNow();
            var shortage = starts.Shortage(now);
            return settings.Request(limit: 1, now) with
            {
                Shortage = shortage is null ? null : shortage with { OthersMayStart = settings.Instance.SharesStore },
            };
        };
    }

    private static IServiceCollection AddSharing(this IServiceCollection services, GatewayOptions options, SharedStore shared) => services
        .AddSingleton(provider => new StoreWatch(
            shared.Link, options.Store.Durability, provider.GetRequiredService<Readiness>(), provider.GetRequiredService<Catalogue>(),
            provider.GetRequiredService<ILogger<StoreWatch>>()))
        .AddDuty(provider => new Duty("store watch", StoreWatch.Every, provider.GetRequiredService<StoreWatch>().RunOnceAsync))
        .AddDuty(provider => WhileIdIsOurs(provider, new Duty("leader", Leader.Every, provider.GetRequiredService<Leader>().RunOnceAsync)))
        .AddDuty(provider => WhileIdIsOurs(provider, new Duty("keys", ApiKeyStore.PublishEvery, (_, cancellationToken) =>
            KeepKeysAsync(provider.GetRequiredService<ApiKeyStore>(), cancellationToken))));

    /// <summary>Leadership and keys belong to the instance id: a process that has lost it leaves them to its owner.</summary>
    private static Duty WhileIdIsOurs(IServiceProvider provider, Duty duty)
    {
        var instance = provider.GetRequiredService<Instance>();
        return duty with
        {
            RunOnceAsync = (now, cancellationToken) =>
                instance.HeldBy is null ? duty.RunOnceAsync(now, cancellationToken) : Task.CompletedTask,
        };
    }

    /// <summary>A store that does not answer is reported by the heartbeat.</summary>
    private static async Task KeepKeysAsync(ApiKeyStore keys, CancellationToken cancellationToken)
    {
        try
        {
            await keys.KeepPublishedAsync(cancellationToken);
        }
        catch (IOException)
        {
            return;
        }
    }
}
