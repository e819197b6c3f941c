using Ccsp.Gateway.Queue.Stored;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>A stored instance.</summary>
internal sealed record InstanceRow(string Host, int Pid, string? Url, long BeatAt, long ValidMs, bool Lost, InstanceLoad? Load)
{
    /// <summary>Null from an older version.</summary>
    public InstanceHolder? Holder { get; init; }

    public InstanceRival? Rival { get; init; }

    public static InstanceRow Of(Heartbeat beat, bool lost) =>
        new(beat.Host, beat.Pid, beat.Url, Milliseconds.Of(beat.Now), (long)beat.ValidFor.TotalMilliseconds, lost, beat.Load)
        {
            Holder = beat.Holder,
        };

    public Heartbeat Beat(string id) =>
        new(id, Host, Pid, Url, Milliseconds.Time(BeatAt), TimeSpan.FromMilliseconds(ValidMs), Load) { Holder = Holder };

    public KnownInstance ToKnown(string id) => new(id, Milliseconds.Time(BeatAt), TimeSpan.FromMilliseconds(ValidMs), Lost);

    /// <summary>Whether the id belongs to another process that may be alive or have left runs behind.</summary>
    public bool IsHeldFrom(Heartbeat beat)
    {
        if (Holder is not { } other || beat.Holder is not { } mine || other.Nonce == mine.Nonce)
            return false;
        if (Lost || Milliseconds.Of(beat.Now) >= BeatAt + ValidMs || other.IsSucceededBy(mine))
            return false;
        return !(Load is { IsLeaving: true } && other.MayHaveMovedTo(mine));
    }

    /// <summary>Records the owner's heartbeat; a recent rival stays reported.</summary>
    public InstanceRow RenewedBy(Heartbeat beat) => Of(beat, lost: false) with
    {
        Rival = Rival is { } rival && rival.Nonce != beat.Holder?.Nonce && beat.Now - rival.SeenAt < beat.ValidFor ? rival : null,
    };

    /// <summary>Records a rival.</summary>
    public InstanceRow AskedForBy(Heartbeat beat) => this with
    {
        Rival = new InstanceRival(beat.Holder!.Nonce, beat.Host, beat.Pid, beat.Url, beat.Holder.Folder, beat.Now),
    };
}
