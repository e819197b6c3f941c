namespace Ccsp.Gateway.Dialect;

/// <summary>A request whose answer is owed, kept under the id of its task.</summary>
/// <param name="From">Whom to answer.</param>
/// <param name="Ticket">One for each time the request was taken in: an answer is given once for each.</param>
/// <param name="Since">When it was taken in.</param>
internal sealed record OpenRequest(ReturnAddress From, string Ticket, DateTimeOffset Since);
