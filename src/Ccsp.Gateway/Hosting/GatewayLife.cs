using Ccsp.Gateway.Api;
using Ccsp.Gateway.Cluster;
using Ccsp.Gateway.Configuration;
using Ccsp.Gateway.Duties;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.EmergencyStop;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Security;
using Ccsp.Gateway.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Ccsp.Gateway.Hosting;

/// <summary>
/// One life of the gateway: doors open, runs adopted, work claimed; and at the end no more claims, runs left to their supervisors or waited
/// for, doors closed.
/// </summary>
internal sealed partial class GatewayLife(RunDuties runs, Leader leader, Instance instance, Readiness readiness, GatewayOptions options,
    TimeProvider time, ILoggerFactory logs)
{
    private readonly ILogger _log = logs.CreateLogger<GatewayLife>();

    /// <param name="app">Built by <see cref="Gateway"/>.</param>
    /// <param name="drain">Wait for the runs at the end instead of leaving them.</param>
    /// <param name="ready">Called with the address once the gateway takes work.</param>
    /// <param name="cancellationToken">Ends it, as SIGTERM and SIGINT do.</param>
    public async Task RunAsync(WebApplication app, bool drain, Action<string> ready, CancellationToken cancellationToken)
    {
        await ListenAsync(app, cancellationToken);
        var url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        instance.Url = options.ClusterUrl ?? url;
        await app.Services.GetRequiredService<ApiKeyStore>().PublishAsync(instance.Id, cancellationToken);
        var emergency = app.Services.GetRequiredService<EmergencyDuties>();
        await emergency.StartAsync(cancellationToken);
        await runs.StartAsync(cancellationToken);
        readiness.Set("processes", ok: true, app.Services.GetRequiredService<Supervisors>().Containment.Reason);
        readiness.Set("dispatcher", ok: true, "claims work");
        await leader.RunOnceAsync(time.GetUtcNow(), cancellationToken);
        using var duties = new DutyLoop(
            [.. app.Services.GetServices<Duty>()], time, emergency.DutyFailed, logs.CreateLogger<DutyLoop>());
        using var leading = new LeaderScope(
            leader, app.Services.GetRequiredService<IServiceScopeFactory>(), time, emergency.DutyFailed, logs.CreateLogger<DutyLoop>());
        await duties.StartAsync(cancellationToken);
        await leading.StartAsync(cancellationToken);
        Log.Ready(_log, url);
        ready(url);
        await WaitForEndAsync(app, cancellationToken);
        Log.Leaving(_log, drain ? "waiting for the runs" : "runs continue under their supervisors");
        readiness.Set("dispatcher", ok: false, drain ? "drains" : "stops");
        await runs.StopClaimingAsync();
        if (drain)
            await runs.DrainAsync(CancellationToken.None);
        await leading.StopAsync(CancellationToken.None);
        await duties.StopAsync(CancellationToken.None);
        await leader.LeaveAsync();
        await emergency.LeaveAsync();
        await runs.LeaveAsync();
        await app.StopAsync(CancellationToken.None);
    }

    private async Task ListenAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception ex) when (ListenFailed.Is(ex))
        {
            throw new ListenFailed(options.Listen, ex);
        }
    }

    /// <summary>Publishes at once what this instance offers now. If the store does not answer, the next heartbeat does it.</summary>
    public async Task AnnounceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await BeatAsync(time.GetUtcNow(), cancellationToken);
        }
        catch (IOException ex)
        {
            Log.NotAnnounced(_log, ex.Message);
        }
    }

    /// <summary>A store that answers reads and takes no writes is of no use; load balancers are to look for another instance.</summary>
    public async Task BeatAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            await runs.BeatAsync(now, cancellationToken);
            readiness.Set("heartbeat", instance.HeldBy is null, instance.HeldBy is { } other
                ? $"the instance id belongs to {other}; nothing is claimed here" : "taken by the store");
        }
        catch (Exception ex) when (!cancellationToken.IsCancellationRequested)
        {
            readiness.Set("heartbeat", ok: false, ex is StoreUnavailable { Advice: { } advice } ? advice
                : ex is IOException ? "not taken by the store; the log says why" : "failed; the log says why");
            throw;
        }
    }

    private static async Task WaitForEndAsync(WebApplication app, CancellationToken cancellationToken)
    {
        var end = new TaskCompletionSource();
        using var asked = cancellationToken.Register(() => end.TrySetResult());
        using var signalled = app.Lifetime.ApplicationStopping.Register(() => end.TrySetResult());
        await end.Task;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Ready on {Url}")]
        public static partial void Ready(ILogger log, string url);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The store did not take the new figures of this instance: {Reason}")]
        public static partial void NotAnnounced(ILogger log, string reason);

        [LoggerMessage(Level = LogLevel.Information, Message = "Shutting down; {Runs}")]
        public static partial void Leaving(ILogger log, string runs);
    }
}
