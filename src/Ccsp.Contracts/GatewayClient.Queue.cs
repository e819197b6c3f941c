namespace Ccsp.Contracts;

/// <content>The queue, its gates, and the gateway itself.</content>
public sealed partial class GatewayClient
{
    /// <summary>Reads the queue's figures.</summary>
    /// <param name="stop">Gives up.</param>
    /// <returns>All from one moment.</returns>
    public Task<QueueView> GetQueueAsync(CancellationToken stop = default) => GetAsync("/api/v1/queue", CcspJson.Wire.QueueView, stop);

    /// <summary>Lets no further task start; runs go on.</summary>
    /// <param name="pause">Why, and until when.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>The queue after it.</returns>
    public Task<QueueView> PauseQueueAsync(QueuePause pause, CancellationToken stop = default) =>
        SendAsync(
            Request.With(HttpMethod.Post, "/api/v1/queue/pause", repeatable: true, pause, CcspJson.Wire.QueuePause),
            CcspJson.Wire.QueueView, stop);

    /// <summary>Lets tasks start again.</summary>
    /// <param name="resume">All of them, or those of one class or group.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>The queue after it.</returns>
    public Task<QueueView> ResumeQueueAsync(QueueResume resume, CancellationToken stop = default) =>
        SendAsync(
            Request.With(HttpMethod.Post, "/api/v1/queue/resume", repeatable: true, resume, CcspJson.Wire.QueueResume),
            CcspJson.Wire.QueueView, stop);

    /// <summary>Cancels waiting tasks.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>How many it were.</returns>
    public Task<QueueCleared> ClearQueueAsync(QueueClear filter, CancellationToken stop = default) =>
        SendAsync(
            Request.With(HttpMethod.Post, "/api/v1/queue/clear", repeatable: false, filter, CcspJson.Wire.QueueClear),
            CcspJson.Wire.QueueCleared, stop);

    /// <summary>Lists the gates that someone set.</summary>
    /// <param name="stop">Gives up.</param>
    /// <returns>By name.</returns>
    public Task<GateList> GetGatesAsync(CancellationToken stop = default) => GetAsync("/api/v1/gates", CcspJson.Wire.GateList, stop);

    /// <summary>Sets or removes the limit of a gate. Lowering it ends no run.</summary>
    /// <param name="name">For example <c>profile:default</c>.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>The gate after it.</returns>
    public Task<GateView> SetGateLimitAsync(string name, GateLimit limit, CancellationToken stop = default) =>
        SendAsync(
            Request.With(HttpMethod.Put, $"/api/v1/gates/{Escape(name)}", repeatable: true, limit, CcspJson.Wire.GateLimit),
            CcspJson.Wire.GateView, stop);

    /// <summary>Closes a gate.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="closing">Why, and until when.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>The gate after it.</returns>
    public Task<GateView> CloseGateAsync(string name, GateClosing closing, CancellationToken stop = default) =>
        SendAsync(
            Request.With(HttpMethod.Post, $"/api/v1/gates/{Escape(name)}/close", repeatable: true, closing, CcspJson.Wire.GateClosing),
            CcspJson.Wire.GateView,
            stop);

    /// <summary>Opens a gate.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>The gate after it.</returns>
    public Task<GateView> OpenGateAsync(string name, CancellationToken stop = default) =>
        SendAsync(new Request(HttpMethod.Post, $"/api/v1/gates/{Escape(name)}/open", Repeatable: true), CcspJson.Wire.GateView, stop);

    /// <summary>Asks what is running there.</summary>
    /// <param name="stop">Gives up.</param>
    /// <returns>Name and versions.</returns>
    public Task<VersionView> GetVersionAsync(CancellationToken stop = default) => GetAsync("/version", CcspJson.Wire.VersionView, stop);

    /// <summary>Asks whether the process is alive.</summary>
    /// <param name="stop">Gives up.</param>
    /// <returns>That it is.</returns>
    public Task<HealthView> GetHealthAsync(CancellationToken stop = default) => GetAsync("/health", CcspJson.Wire.HealthView, stop);
}
