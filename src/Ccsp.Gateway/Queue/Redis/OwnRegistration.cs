namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// As which process this one is registered under its instance id. What it claims, and what it says of runs it cannot find, is committed
/// only while the id is still its own.
/// </summary>
internal sealed class OwnRegistration(QueueKeys keys)
{
    private volatile Registered? _own;

    /// <summary>The store took a heartbeat.</summary>
    public void Taken(Heartbeat beat)
    {
        if (beat.Holder is { } holder)
            _own = new Registered(beat.InstanceId, holder.Nonce);
    }

    /// <summary>A batch for an instance that never said which process it is rests on nothing.</summary>
    public void Guard(GuardedBatch batch, string? instanceId)
    {
        if (_own is { } own && own.InstanceId == instanceId)
            batch.Same(keys.Holders, own.InstanceId, own.Nonce, GuardKind.Holder);
    }

    private sealed record Registered(string InstanceId, string Nonce);
}
