namespace Ccsp.Gateway.Queue.Redis;

/// <summary>What became of a draft.</summary>
/// <param name="Refused">Null when it was applied; otherwise what had changed meanwhile.</param>
internal readonly record struct Commit(GuardKind? Refused)
{
    public bool Applied => Refused is null;
}
