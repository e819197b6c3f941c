using System.Globalization;

namespace Ccsp.Contracts;

/// <content>Tasks.</content>
public sealed partial class GatewayClient
{
    /// <summary>Submits a task. A lost answer is requested again with the same key, so that one call never creates two tasks.</summary>
    /// <param name="task">What to run.</param>
    /// <param name="idempotencyKey">The caller's own key; null: generated for this call.</param>
    /// <param name="wait">How long the gateway may delay the answer until the task ends, at most 300 s.</param>
    /// <param name="cancellationToken">Stops waiting for the answer; an accepted task continues.</param>
    /// <returns>The accepted task, already ended if it did so in time.</returns>
    public Task<TaskView> SubmitAsync(
        TaskSubmission task, string? idempotencyKey = null, TimeSpan? wait = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        var seconds = Math.Ceiling((wait ?? TimeSpan.Zero).TotalSeconds);
        var path = seconds > 0 ? string.Create(CultureInfo.InvariantCulture, $"/api/v1/tasks?wait={seconds}") : "/api/v1/tasks";
        var request = Request.With(HttpMethod.Post, path, repeatable: true, task, CcspJson.Wire.TaskSubmission) with
        {
            IdempotencyKey = idempotencyKey ?? Guid.NewGuid().ToString("N"),
            ExtraTime = wait ?? TimeSpan.Zero,
        };
        return SendAsync(request, CcspJson.Wire.TaskView, cancellationToken);
    }

    /// <summary>Reads a task.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The task's current state.</returns>
    public Task<TaskView> GetTaskAsync(string id, CancellationToken cancellationToken = default) =>
        GetAsync(PathOf(id), CcspJson.Wire.TaskView, cancellationToken);

    /// <summary>Lists tasks, newest first.</summary>
    /// <param name="query">The filter.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>One page.</returns>
    public Task<TaskList> ListTasksAsync(TaskQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return GetAsync("/api/v1/tasks" + query.ToQueryString(), CcspJson.Wire.TaskList, cancellationToken);
    }

    /// <summary>Reads the result of an ended task.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Answer, ending and usage.</returns>
    public Task<TaskResult> GetResultAsync(string id, CancellationToken cancellationToken = default) =>
        GetAsync(PathOf(id, "result"), CcspJson.Wire.TaskResult, cancellationToken);

    /// <summary>Lists the runs of a task.</summary>
    /// <param name="id">The task's id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>By number.</returns>
    public Task<RunList> GetRunsAsync(string id, CancellationToken cancellationToken = default) =>
        GetAsync(PathOf(id, "runs"), CcspJson.Wire.RunList, cancellationToken);

    /// <summary>Explains why a task waits.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Its position and the answer of every gate.</returns>
    public Task<ExplanationView> ExplainAsync(string id, CancellationToken cancellationToken = default) =>
        GetAsync(PathOf(id, "explain"), CcspJson.Wire.ExplanationView, cancellationToken);

    /// <summary>Cancels a task; if it is running, it is stopped.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The task after the request.</returns>
    public Task<TaskView> CancelAsync(string id, CancellationToken cancellationToken = default) =>
        ActAsync(id, "cancel", repeatable: true, cancellationToken);

    /// <summary>Retries an ended task under the same id.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The task after the request.</returns>
    public Task<TaskView> RetryAsync(string id, CancellationToken cancellationToken = default) =>
        ActAsync(id, "retry", repeatable: false, cancellationToken);

    /// <summary>Approves a held task.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The task after the request.</returns>
    public Task<TaskView> ApproveAsync(string id, CancellationToken cancellationToken = default) =>
        ActAsync(id, "approve", repeatable: false, cancellationToken);

    /// <summary>Changes an accepted task.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="change">The changes.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The task afterwards.</returns>
    public Task<TaskView> PatchAsync(string id, TaskPatch change, CancellationToken cancellationToken = default) =>
        SendAsync(
            Request.With(HttpMethod.Patch, PathOf(id), repeatable: true, change, CcspJson.Wire.TaskPatch), CcspJson.Wire.TaskView,
            cancellationToken);

    private Task<TaskView> ActAsync(string id, string verb, bool repeatable, CancellationToken cancellationToken) =>
        SendAsync(new Request(HttpMethod.Post, PathOf(id, verb), repeatable), CcspJson.Wire.TaskView, cancellationToken);

    private static string PathOf(string id, string? part = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        return part is null ? $"/api/v1/tasks/{Escape(id)}" : $"/api/v1/tasks/{Escape(id)}/{part}";
    }
}
