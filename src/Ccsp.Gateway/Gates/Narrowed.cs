namespace Ccsp.Gateway.Gates;

/// <summary>Fewer live leases than usual for a while: a login is about to be renewed, or is tried after it was lost.</summary>
/// <param name="Limit">Live leases at most.</param>
/// <param name="Until">When it is over by itself; null: it has to be lifted.</param>
/// <param name="Reason">A phrase for those who wait.</param>
internal sealed record Narrowed(int Limit, DateTimeOffset? Until, string Reason)
{
    public bool IsInForceAt(DateTimeOffset now) => Until is null || Until > now;
}
