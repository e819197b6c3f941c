namespace Ccsp.Gateway.LegacyRedisApi;

/// <summary>A request whose answer is owed, kept under the id of its task.</summary>
/// <param name="From">Whom to answer.</param>
/// <param name="Ticket">One for each time the request was sent: an answer is given once for each.</param>
/// <param name="Since">When it was taken in.</param>
/// <param name="Name">What tells it from other requests; null: an earlier version took it in.</param>
internal sealed record OpenRequest(ReturnAddress From, string Ticket, DateTimeOffset Since, string? Name = null);
