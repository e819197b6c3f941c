namespace Ccsp.ApiStub;

/// <param name="Count">Messages requests since the start.</param>
/// <param name="Active">Requests being answered now.</param>
/// <param name="MostActive">The highest <paramref name="Active"/> so far.</param>
/// <param name="Paths">Every method and path asked for, with its count.</param>
/// <param name="Last">The last 500 messages requests, oldest first.</param>
internal sealed record SeenRequests(
    long Count, int Active, int MostActive, IReadOnlyDictionary<string, int> Paths, IReadOnlyList<SeenRequest> Last);
