namespace Ccsp.Gateway.LegacyRedisApi;

/// <summary>A request that waits for its answer, stored under its task's id.</summary>
/// <param name="From">The addressee of the answer.</param>
/// <param name="Ticket">Differs for each time the request was sent; each ticket is answered once.</param>
/// <param name="Since">When it was accepted.</param>
/// <param name="Name">Identifies the request; null: accepted by an earlier version.</param>
internal sealed record OpenRequest(ReturnAddress From, string Ticket, DateTimeOffset Since, string? Name = null);
