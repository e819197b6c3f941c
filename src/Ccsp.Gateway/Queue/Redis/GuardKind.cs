namespace Ccsp.Gateway.Queue.Redis;

/// <summary>What a guard protects; tells which cache to refresh when it fails.</summary>
internal enum GuardKind
{
    /// <summary>A task's row.</summary>
    Row,

    /// <summary>A gate or the emergency stop.</summary>
    Gate,

    /// <summary>The order of claims: another claim or a gate change came between.</summary>
    Order,

    /// <summary>A depth limit.</summary>
    Capacity,

    /// <summary>Children that wait for a task.</summary>
    Children,

    /// <summary>An idempotency key, an instance or a record.</summary>
    Other,

    /// <summary>Which process an instance id belongs to.</summary>
    Holder,

    /// <summary>The leader's term the step works in.</summary>
    Term,

    /// <summary>The server's free memory.</summary>
    Space,

    /// <summary>The server lost acknowledged writes.</summary>
    Life,
}
