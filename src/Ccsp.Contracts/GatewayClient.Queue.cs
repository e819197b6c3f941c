namespace Ccsp.Contracts;

/// <content>The queue, its gates, and the gateway itself.</content>
public sealed partial class GatewayClient
{
    /// <summary>Reads the queue's figures.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A consistent snapshot.</returns>
    public Task<QueueView> GetQueueAsync(CancellationToken cancellationToken = default) =>
        GetAsync("/api/v1/queue", CcspJson.Wire.QueueView, cancellationToken);

    /// <summary>Pauses the queue: no further task starts, runs continue.</summary>
    /// <param name="pause">Its reason and end.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The queue afterwards.</returns>
    public Task<QueueView> PauseQueueAsync(QueuePause pause, CancellationToken cancellationToken = default) =>
        SendAsync(
            Request.With(HttpMethod.Post, "/api/v1/queue/pause", repeatable: true, pause, CcspJson.Wire.QueuePause),
            CcspJson.Wire.QueueView, cancellationToken);

    /// <summary>Resumes the queue.</summary>
    /// <param name="resume">All of it, or one class or group.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The queue afterwards.</returns>
    public Task<QueueView> ResumeQueueAsync(QueueResume resume, CancellationToken cancellationToken = default) =>
        SendAsync(
            Request.With(HttpMethod.Post, "/api/v1/queue/resume", repeatable: true, resume, CcspJson.Wire.QueueResume),
            CcspJson.Wire.QueueView, cancellationToken);

    /// <summary>Cancels waiting tasks.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Their number.</returns>
    public Task<QueueCleared> ClearQueueAsync(QueueClear filter, CancellationToken cancellationToken = default) =>
        SendAsync(
            Request.With(HttpMethod.Post, "/api/v1/queue/clear", repeatable: false, filter, CcspJson.Wire.QueueClear),
            CcspJson.Wire.QueueCleared, cancellationToken);

    /// <summary>Lists the gates with settings or state of their own.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>By name.</returns>
    public Task<GateList> GetGatesAsync(CancellationToken cancellationToken = default) =>
        GetAsync("/api/v1/gates", CcspJson.Wire.GateList, cancellationToken);

    /// <summary>Sets or removes a gate's limits. Lowering a limit ends no run.</summary>
    /// <param name="name">For example <c>profile:default</c>.</param>
    /// <param name="limit">The limits.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The gate afterwards.</returns>
    public Task<GateView> SetGateLimitAsync(string name, GateLimit limit, CancellationToken cancellationToken = default) =>
        SendAsync(
            Request.With(HttpMethod.Put, $"/api/v1/gates/{Escape(name)}", repeatable: true, limit, CcspJson.Wire.GateLimit),
            CcspJson.Wire.GateView, cancellationToken);

    /// <summary>Closes a gate.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="closing">Its reason and end.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The gate afterwards.</returns>
    public Task<GateView> CloseGateAsync(string name, GateClosing closing, CancellationToken cancellationToken = default) =>
        SendAsync(
            Request.With(HttpMethod.Post, $"/api/v1/gates/{Escape(name)}/close", repeatable: true, closing, CcspJson.Wire.GateClosing),
            CcspJson.Wire.GateView,
            cancellationToken);

    /// <summary>Opens a gate.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The gate afterwards.</returns>
    public Task<GateView> OpenGateAsync(string name, CancellationToken cancellationToken = default) =>
        SendAsync(new Request(HttpMethod.Post, $"/api/v1/gates/{Escape(name)}/open", Repeatable: true), CcspJson.Wire.GateView,
        cancellationToken);

    /// <summary>Reads the gateway's version.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Name and versions.</returns>
    public Task<VersionView> GetVersionAsync(CancellationToken cancellationToken = default) =>
        GetAsync("/version", CcspJson.Wire.VersionView, cancellationToken);

    /// <summary>Checks that the process is alive.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Its status and version.</returns>
    public Task<HealthView> GetHealthAsync(CancellationToken cancellationToken = default) =>
        GetAsync("/health", CcspJson.Wire.HealthView, cancellationToken);
}
