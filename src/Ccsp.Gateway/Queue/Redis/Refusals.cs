namespace Ccsp.Gateway.Queue.Redis;

/// <summary>What refused the attempts of one step so far.</summary>
internal sealed class Refusals
{
    private readonly HashSet<GuardKind> kinds = [];

    public bool AreNone => kinds.Count == 0;

    public bool Had(GuardKind kind) => kinds.Contains(kind);

    public void Add(GuardKind kind) => kinds.Add(kind);
}
