namespace Ccsp.Gateway.Queue.Redis;

/// <summary>What refused the attempts of one step so far.</summary>
internal sealed class ConflictCounts
{
    private readonly HashSet<GuardKind> _kinds = [];

    public bool AreNone => _kinds.Count == 0;

    public bool Had(GuardKind kind) => _kinds.Contains(kind);

    public void Add(GuardKind kind) => _kinds.Add(kind);
}
