namespace Ccsp.Gateway.Engines;

/// <summary>Why a request to the model failed, in the CLI's terms. Older versions leave the newer fields null.</summary>
/// <param name="Error">The CLI's enum: <c>authentication_failed</c>, <c>rate_limit</c>, <c>server_error</c>, <c>unknown</c> …</param>
/// <param name="Detail">A more specific code, such as <c>connection_failed</c>, <c>usage_limit_reached</c>,
/// <c>org_disabled_credential</c>.</param>
/// <param name="ApiType">The API's own type, such as <c>billing_error</c>.</param>
/// <param name="Status">HTTP status.</param>
internal sealed record ApiFailure(string Error, string? Detail, string? ApiType, int? Status);
