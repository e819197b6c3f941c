namespace Ccsp.Gateway.Queue.Redis;

/// <summary>What a guard watches over; says who has to look again.</summary>
internal enum GuardKind
{
    /// <summary>A task's row.</summary>
    Row,

    /// <summary>A gate or the emergency stop.</summary>
    Gate,

    /// <summary>Whose turn it is: another claim or a change of gates came between.</summary>
    Order,

    /// <summary>A depth limit.</summary>
    Capacity,

    /// <summary>Children that wait for a task.</summary>
    Children,

    /// <summary>An idempotency key, an instance, a room beside the queue.</summary>
    Other,

    /// <summary>Which process an instance id belongs to.</summary>
    Holder,

    /// <summary>The server has lost what it had told before.</summary>
    Life,
}
