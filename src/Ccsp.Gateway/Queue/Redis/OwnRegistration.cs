namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// The process this instance id is registered to. Claims, and reports of runs it cannot find, are committed only while the id is its own.
/// </summary>
internal sealed class OwnRegistration(QueueKeys keys)
{
    private volatile Registered? _own;

    /// <summary>Records an accepted heartbeat.</summary>
    public void Taken(Heartbeat beat)
    {
        if (beat.Holder is { } holder)
            _own = new Registered(beat.InstanceId, holder.Nonce);
    }

    /// <summary>No guard for an instance that never registered a process.</summary>
    public void Guard(GuardedBatch batch, string? instanceId)
    {
        if (_own is { } own && own.InstanceId == instanceId)
            batch.Same(keys.Holders, own.InstanceId, own.Nonce, GuardKind.Holder);
    }

    private sealed record Registered(string InstanceId, string Nonce);
}
