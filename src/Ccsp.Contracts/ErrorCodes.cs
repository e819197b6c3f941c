namespace Ccsp.Contracts;

/// <summary>Stable error codes for programs, in the field <c>code</c> of an error answer.</summary>
public static class ErrorCodes
{
#pragma warning disable CS1591 // The names say it all.
    public const string InvalidJson = "invalid_json";
    public const string UnknownField = "unknown_field";
    public const string InvalidField = "invalid_field";
    public const string MissingField = "missing_field";
    public const string BodyTooLarge = "body_too_large";
    public const string Unauthorized = "unauthorized";
    public const string Forbidden = "forbidden";
    public const string NotFound = "not_found";
    public const string MethodNotAllowed = "method_not_allowed";
    public const string UnsupportedMediaType = "unsupported_media_type";
    public const string IdempotencyConflict = "idempotency_conflict";
    public const string PreconditionFailed = "precondition_failed";
    public const string StateConflict = "state_conflict";
    public const string QueueFull = "queue_full";
    public const string CallerLimit = "caller_limit";
    public const string DurabilityUnavailable = "durability_unavailable";
    public const string StorageFull = "storage_full";
    public const string StoreUnavailable = "store_unavailable";
    public const string OwnerUnavailable = "owner_unavailable";
    public const string Stopping = "stopping";
    public const string RangeNotSatisfiable = "range_not_satisfiable";
    public const string Internal = "internal";
#pragma warning restore CS1591
}
