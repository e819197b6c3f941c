namespace Ccsp.Gateway.Queue.Redis;

/// <summary>The result of committing a batch.</summary>
/// <param name="Refused">Null when applied; otherwise the kind of guard that failed.</param>
internal readonly record struct Commit(GuardKind? Refused)
{
    public bool Applied => Refused is null;
}
