namespace Ccsp.Gateway.Queue.Redis;

/// <summary>How often each kind of guard failed in one step.</summary>
internal sealed class ConflictCounts
{
    private readonly HashSet<GuardKind> _kinds = [];

    public bool AreNone => _kinds.Count == 0;

    public bool Had(GuardKind kind) => _kinds.Contains(kind);

    public void Add(GuardKind kind) => _kinds.Add(kind);
}
