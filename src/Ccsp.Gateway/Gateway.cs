using Ccsp.Contracts;
using Ccsp.Gateway.Api;
using Ccsp.Gateway.Configuration;
using Ccsp.Gateway.Hosting;
using Ccsp.Gateway.LegacyRedisApi;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.EmergencyStop;
using Ccsp.Gateway.Logins;
using Ccsp.Gateway.Notifications;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Telemetry;
using Ccsp.Gateway.Storage.Redis;
using Serilog;
using Serilog.Extensions.Logging;

namespace Ccsp.Gateway;

/// <summary>The composition root: puts the features together in the order a task travels through them.</summary>
internal static class Gateway
{
    /// <summary>Serves until cancelled.</summary>
    /// <param name="loaded">A valid configuration.</param>
    /// <param name="load">Reads the configuration again.</param>
    /// <param name="drain">Whether a stop waits for the runs.</param>
    /// <param name="onReady">Called once, with one line, when the gateway accepts work.</param>
    /// <param name="onWarning">Called with warnings and errors of the log, what a start waits for and what a reload has changed, one line
    /// each.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>An exit code.</returns>
    /// <exception cref="DataFolderTaken">Another gateway holds the data folder.</exception>
    /// <exception cref="InstanceTaken">Another gateway on the shared store goes under the id of this data folder.</exception>
    /// <exception cref="StoreCorrupted">The database is damaged.</exception>
    /// <exception cref="StoreUnavailable">The shared store cannot be reached.</exception>
    /// <exception cref="StoreUnsuitable">The shared store would lose tasks.</exception>
    public static async Task<int> RunAsync(OptionsResult.Loaded loaded, Func<OptionsResult> load, bool drain, Action<string> onReady,
        Action<string> onWarning, CancellationToken cancellationToken)
    {
        using var signals = new GatewaySignals();
        var options = EngineProfiles.Complete(loaded.Options);
        var holder = new FolderHolder(Environment.ProcessId, Environment.MachineName, $"http://{options.Listen}",
            TimeProvider.System.GetUtcNow());
        using var folder = DataFolderLock.Take(options.DataDir, holder);
        var level = new LogLevelSwitch(options.Log.Level);
        using var log = Logging.Create(level, LogFolder.Make(options), options.Log, TimeProvider.System, onWarning,
            isLogged: failure => failure is StoreUnavailable { IsLogged: true } or StorageFull { IsLogged: true });
        var instance = new Instance(InstanceId.ReadOrCreate(options.DataDir), holder.Host,
            holder.Pid)
        {
            SharesStore = options.Store.IsShared,
            Holder = options.Store.IsShared ? HoldingProcess.This(options.DataDir) : null,
        };
        using var logs = new SerilogLoggerFactory(log);
        await using var shared = options.Store.IsShared ? await SharedStore.OpenAsync(options, logs, cancellationToken) : null;
        if (shared is not null)
            await EnterAsync(options, instance, shared, onWarning, logs, cancellationToken);
        await using var app = Build(options, loaded.Files, instance, log, shared);
        var life = app.Services.GetRequiredService<GatewayLife>();
        var reload = new ConfigurationReload(loaded, load,
            new LiveOptions(options, level), onWarning, logs.CreateLogger<ConfigurationReload>());
        using var signalled = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var obeying = Task.CompletedTask;
        await life.RunAsync(app, drain, Ready, cancellationToken);
        await signalled.CancelAsync();
        await obeying;
        return ExitCodes.Done;

        void Ready(string url)
        {
            // With port 0 only now: the command line looks here for the address.
            folder.Record(holder with { Url = url });
            onReady($"ready on {url} (data in {options.DataDir})");
            obeying = signals.RunAsync(async () => await (reload.Run() ? life.AnnounceAsync(signalled.Token) : Task.CompletedTask),
                logs.CreateLogger(typeof(GatewaySignals).FullName!), signalled.Token);
        }
    }

    private static Task EnterAsync(GatewayOptions options, Instance instance, SharedStore shared, Action<string> onWait,
        SerilogLoggerFactory logs, CancellationToken cancellationToken)
    {
        instance.Url = options.ClusterUrl ?? $"http://{options.Listen}";
        return new InstanceEntry(shared.Queue, instance, options.DataDir, options.Execution.Heartbeat, shared.Clock,
            onWait, logs.CreateLogger<InstanceEntry>()).RunAsync(cancellationToken);
    }

    private static WebApplication Build(GatewayOptions options, IReadOnlyList<string> read, Instance instance, Serilog.Core.Logger log,
        SharedStore? shared)
    {
        // The host would watch the working directory and everything below it for changes of an appsettings.json we do not use; the data
        // folder mostly lies there, and each run would cost a watch per folder and an event per line. Nor may it need that directory at
        // all.
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { Args = ["--hostBuilder:reloadConfigOnChange=false"], ContentRootPath = options.DataDir });
        builder.Logging.ClearProviders().AddSerilog(log, dispose: false);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        var services = builder.Services
            .AddSingleton(options)
            .AddSingleton(instance)
            .AddStore(options, shared)
            .AddEngines(options.Engines)
            .AddProcesses(options.DataDir, reached: Failpoints.Armed ? step => Failpoints.Hit($"start.{step}") : null)
            .AddEmergencyStop(options.Execution.EmergencyStop, options.DataDir)
            .AddExecution(options.Execution, options.DataDir)
            .AddNotifications(options.Notify, SecretText.Of)
            .AddLogins(options.Sessions, options.DataDir)
            .AddLoginConnections(options)
            .AddHosting(options, read, shared);
        if (shared is not null && options.LegacyRedisApiEnabled)
            services.AddLegacyRedisApi(shared.Link, options.Store.Redis.Name, instance.Id);
        builder.AddApi(new ApiOptions { Listen = options.Listen.ToString(), AllowRemote = options.AllowRemote,
            ClusterUrl = options.ClusterUrl });
        var app = builder.Build();
        app.MapApi();
        return app;
    }
}
