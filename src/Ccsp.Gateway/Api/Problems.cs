using System.Globalization;
using Ccsp.Contracts;
using Ccsp.Gateway.Api.Peers;
using Ccsp.Gateway.Api.Reading;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Api;

/// <summary>Turns outcomes, field errors and exceptions into error answers. None of them contains a file path or a secret.</summary>
internal static class Problems
{
    /// <summary>Seconds. A full store needs a person or the retention; earlier retries would only add load.</summary>
    private const int RetryWhenFull = 30;

    private const int RetryWhenUnavailable = 5;

    public static Problem InvalidJson(string detail) => Of(400, ErrorCodes.InvalidJson, "The body cannot be read", detail);

    public static Problem UnsupportedMediaType(string? given) =>
        Of(
            415, ErrorCodes.UnsupportedMediaType, "Unsupported media type",
            $"Send JSON with the header 'Content-Type: application/json', not '{given}'; a charset, where one is named, is utf-8.");

    public static Problem UnsupportedContentEncoding(string given) =>
        Of(
            415, ErrorCodes.UnsupportedMediaType, "Unsupported content encoding",
            $"Send the body as it is, without the header 'Content-Encoding: {given}'.");

    public static Problem NotFound(string what) => Of(404, ErrorCodes.NotFound, "Not found", what);

    public static Problem NoTask(string id) => NotFound($"There is no task {id}. It never was, or its time of retention is over.");

    public static Problem Unauthorized(string detail) => Of(401, ErrorCodes.Unauthorized, "A key is needed", detail);

    public static Problem Forbidden(string detail) => Of(403, ErrorCodes.Forbidden, "Forbidden", detail);

    public static Problem NotEnded(AgentTask task) =>
        Of(
            409, ErrorCodes.StateConflict, "The task has not ended",
            $"Task {task.Id} is {EnumNames<TaskState>.Of(task.State)}. Wait for it with GET /api/v1/tasks/{task.Id}/events.");

    public static Problem Changed(TaskView now) =>
        Of(
            412, ErrorCodes.PreconditionFailed, "The task has changed",
            $"Task {now.Id} no longer matches If-Match: it is {EnumNames<TaskState>.Of(now.State)}. Check it ('task' here, or with "
                + "GET for its new ETag), and send the change again if it still makes sense.") with { Task = now };

    public static Problem StopFileLies(string? path) =>
        Of(
            409, ErrorCodes.StateConflict, "A stop file orders the stop",
            $"The stop file {path ?? "in the data folder"} would order the next emergency stop at once. Remove it, then clear again.");

    public static Problem Field(string field, string reason, int status = 400) =>
        Of(status, ErrorCodes.InvalidField, "A field is wrong", $"{field}: {reason}") with
        {
            Field = field,
            Errors = new Dictionary<string, string> { [field] = reason },
        };

    /// <summary>All field errors together: 400 when one of them is malformed, 422 when all are well-formed but not acceptable.</summary>
    public static Problem Fields(IReadOnlyList<FieldError> errors)
    {
        var first = errors[0];
        var status = errors.Any(error => error.Fault is FieldFault.Unknown or FieldFault.Malformed) ? 400 : 422;
        var code = first.Fault switch
        {
            FieldFault.Unknown => ErrorCodes.UnknownField,
            FieldFault.Missing => ErrorCodes.MissingField,
            _ => ErrorCodes.InvalidField,
        };
        var byField = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var error in errors)
            byField.TryAdd(error.Field, error.Reason);
        var detail = string.Join(" ", byField.Take(10).Select(pair => $"{pair.Key}: {pair.Value}"));
        return Of(status, code, byField.Count == 1 ? "A field is wrong" : $"{byField.Count} fields are wrong", detail) with
        {
            Field = first.Field,
            Errors = byField,
        };
    }

    /// <returns>Null when the task was accepted.</returns>
    public static Problem? Of(SubmitOutcome outcome) => outcome switch
    {
        SubmitOutcome.Accepted or SubmitOutcome.Repeated => null,
        SubmitOutcome.KeyConflict conflict => Of(409, ErrorCodes.IdempotencyConflict, "The Idempotency-Key is taken",
            $"The same Idempotency-Key came before with another content and made task {conflict.ExistingTaskId}. "
                + "Use a new key for a new task."),
        SubmitOutcome.UnknownParent parent => Field("dependsOn", $"There is no task {parent.ParentId}.", 422),
        SubmitOutcome.Full full => Full(full),
        SubmitOutcome.NotAttempted => Of(409, ErrorCodes.StateConflict, "Not attempted", "Another task of the atomic batch was refused."),
        _ => throw new InvalidOperationException($"No answer for {outcome}."),
    };

    public static Problem Of(ChangeOutcome outcome, string id) => outcome switch
    {
        ChangeOutcome.NotFound => NoTask(id),
        ChangeOutcome.Refused refused => Of(409, ErrorCodes.StateConflict, "The task's state does not allow it", refused.Reason),
        _ => throw new InvalidOperationException($"No error answer for {outcome}."),
    };

    /// <summary>The body for a status that was set without one, mostly by routing.</summary>
    public static Problem OfStatus(int status, HttpRequest request) => status switch
    {
        404 => NotFound($"There is no {request.Path}."),
        405 => Of(
            405, ErrorCodes.MethodNotAllowed, "Method not allowed",
            $"{request.Path} does not take {request.Method}; see the header Allow."),
        413 => Of(
            413, ErrorCodes.BodyTooLarge, "The body is too large",
            "The body is larger than this gateway takes. A prompt may have 10 MiB, a body 16 MiB."),
        415 => UnsupportedMediaType(request.ContentType),
        408 => Of(408, "request_timeout", "The request took too long", "The body came too slowly."),
        >= 500 => Internal(),
        _ => Of(status, "bad_request", "Bad request", "The request cannot be understood."),
    };

    /// <returns>Null for an unexpected exception.</returns>
    public static Problem? Of(Exception exception, HttpRequest request) => exception switch
    {
        // The exception names the full file; its path goes to the log only.
        StorageFull => Of(507, ErrorCodes.StorageFull, "The store is full",
            "The task was not accepted because the store has no space left: the disk of the gateway is full, or Redis has reached its "
                + "maxmemory; the log of the gateway says which. "
                + "Reading and cancelling still work.") with { RetryAfterSeconds = RetryWhenFull },
        StoreUnavailable { Advice: { } advice } =>
            Of(503, ErrorCodes.StoreUnavailable, "The store refuses this gateway", advice) with
            {
                RetryAfterSeconds = RetryWhenUnavailable,
            },
        StoreUnavailable or StoreCorrupted =>
            Of(
                503, ErrorCodes.StoreUnavailable, "The store does not answer",
                "The store does not answer; the log of the gateway says why.") with { RetryAfterSeconds = RetryWhenUnavailable },
        BadHttpRequestException bad => OfStatus(bad.StatusCode, request),
        _ => null,
    };

    public static Problem OwnerUnavailable(Uri owner, HttpRequestException failure) =>
        Of(
            503, ErrorCodes.OwnerUnavailable, failure is PeerRefused ? "The owner refuses" : "The owner does not answer",
            $"The output is with another instance, {owner}, "
            + (failure is PeerRefused ? $"which {failure.Message}" : $"which does not answer: {failure.Message}")) with
        {
            RetryAfterSeconds = RetryWhenUnavailable,
        };

    public static Problem Stopping() =>
        Of(503, ErrorCodes.Stopping, "The gateway is stopping", "The gateway is stopping; accepted tasks are kept.") with
        {
            RetryAfterSeconds = RetryWhenUnavailable,
        };

    public static Problem Internal(string? trace = null) => Of(
        500, ErrorCodes.Internal, "Something went wrong",
        $"The gateway met an unexpected error; its log tells more{(trace is null ? "" : $" under {trace}")}.");

    public static Problem Of(int status, string code, string title, string detail) =>
        new() { Status = status, Code = code, Title = title, Detail = detail };

    private static Problem Full(SubmitOutcome.Full full)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(full.RetryAfter.TotalSeconds));
        var detail = string.Create(
            CultureInfo.InvariantCulture,
            $"The depth limit {full.Limit} is reached: {full.Depth} of {full.Maximum} tasks.{KeptForUrgent(full)} "
            + $"Retry in {seconds} s.");
        var problem = full.IsCallersOwn
            ? Of(429, ErrorCodes.CallerLimit, "Your limit is reached", detail)
            : Of(503, ErrorCodes.QueueFull, "The queue is full", detail);
        return problem with { RetryAfterSeconds = seconds };
    }

    private static string KeptForUrgent(SubmitOutcome.Full full) => full.KeptForUrgent == 0 ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $" The queue has {full.Maximum + full.KeptForUrgent} places and keeps {full.KeptForUrgent} of them for "
            + $"urgent tasks (queue.urgentShare).");
}
