namespace Ccsp.Contracts;

/// <content>The queue, its gates, and the gateway itself.</content>
public sealed partial class GatewayClient
{
    /// <summary>Reads the queue's figures.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>All from one moment.</returns>
    public Task<QueueView> GetQueueAsync(CancellationToken cancellationToken = default) =>
        GetAsync("/api/v1/queue", CcspJson.Wire.QueueView, cancellationToken);

    /// <summary>Lets no further task start; runs go on.</summary>
    /// <param name="pause">Why, and until when.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The queue after it.</returns>
    public Task<QueueView> PauseQueueAsync(QueuePause pause, CancellationToken cancellationToken = default) =>
        SendAsync(
            Request.With(HttpMethod.Post, "/api/v1/queue/pause", repeatable: true, pause, CcspJson.Wire.QueuePause),
            CcspJson.Wire.QueueView, cancellationToken);

    /// <summary>Lets tasks start again.</summary>
    /// <param name="resume">All of them, or those of one class or group.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The queue after it.</returns>
    public Task<QueueView> ResumeQueueAsync(QueueResume resume, CancellationToken cancellationToken = default) =>
        SendAsync(
            Request.With(HttpMethod.Post, "/api/v1/queue/resume", repeatable: true, resume, CcspJson.Wire.QueueResume),
            CcspJson.Wire.QueueView, cancellationToken);

    /// <summary>Cancels waiting tasks.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many it were.</returns>
    public Task<QueueCleared> ClearQueueAsync(QueueClear filter, CancellationToken cancellationToken = default) =>
        SendAsync(
            Request.With(HttpMethod.Post, "/api/v1/queue/clear", repeatable: false, filter, CcspJson.Wire.QueueClear),
            CcspJson.Wire.QueueCleared, cancellationToken);

    /// <summary>Lists the gates that someone set.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>By name.</returns>
    public Task<GateList> GetGatesAsync(CancellationToken cancellationToken = default) =>
        GetAsync("/api/v1/gates", CcspJson.Wire.GateList, cancellationToken);

    /// <summary>Sets or removes the limit of a gate. Lowering it ends no run.</summary>
    /// <param name="name">For example <c>profile:default</c>.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The gate after it.</returns>
    public Task<GateView> SetGateLimitAsync(string name, GateLimit limit, CancellationToken cancellationToken = default) =>
        SendAsync(
            Request.With(HttpMethod.Put, $"/api/v1/gates/{Escape(name)}", repeatable: true, limit, CcspJson.Wire.GateLimit),
            CcspJson.Wire.GateView, cancellationToken);

    /// <summary>Closes a gate.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="closing">Why, and until when.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The gate after it.</returns>
    public Task<GateView> CloseGateAsync(string name, GateClosing closing, CancellationToken cancellationToken = default) =>
        SendAsync(
            Request.With(HttpMethod.Post, $"/api/v1/gates/{Escape(name)}/close", repeatable: true, closing, CcspJson.Wire.GateClosing),
            CcspJson.Wire.GateView,
            cancellationToken);

    /// <summary>Opens a gate.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The gate after it.</returns>
    public Task<GateView> OpenGateAsync(string name, CancellationToken cancellationToken = default) =>
        SendAsync(new Request(HttpMethod.Post, $"/api/v1/gates/{Escape(name)}/open", Repeatable: true), CcspJson.Wire.GateView,
        cancellationToken);

    /// <summary>Asks what is running there.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Name and versions.</returns>
    public Task<VersionView> GetVersionAsync(CancellationToken cancellationToken = default) =>
        GetAsync("/version", CcspJson.Wire.VersionView, cancellationToken);

    /// <summary>Asks whether the process is alive.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>That it is.</returns>
    public Task<HealthView> GetHealthAsync(CancellationToken cancellationToken = default) =>
        GetAsync("/health", CcspJson.Wire.HealthView, cancellationToken);
}
